// Files of a message: shrunk on the phone, brought in pieces while the rest is written, gone on with after the line
// broke, each with its own progress and its own way out. Without this file the field sends them with the form.

const form = document.querySelector('[data-filing]')
const input = form.querySelector('[data-pieces]')
const box = input.closest('.field')
const list = box.querySelector('[data-files-list]')
const wrong = box.querySelector('[data-files-error]')
const words = input.dataset

const MAX_FILES = 10
const MAX_BYTES = 20 * 1024 * 1024
const SHRINK_FROM = 500 * 1024
const LONGEST = 2560
const SMALLEST_PIECE = 64 * 1024
const LARGEST_PIECE = 512 * 1024
const AGAIN_MS = 5000
const AUTO = { 'X-Tu-Dong': 'tep' }

class Refused extends Error {}

const wait = () => new Promise((done) => {
  addEventListener('online', done, { once: true })
  setTimeout(done, AGAIN_MS)
})

// A photograph of a phone is five times larger than anybody needs to see a hole in a road; drawn again it also loses
// where it was taken. What a browser cannot draw is sent as it is, and the server draws it.
async function shrunk(file) {
  if (!/^image\/(jpeg|png|webp)$/.test(file.type) || file.size < SHRINK_FROM || !self.createImageBitmap) return file
  try {
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image' })
    const share = Math.min(1, LONGEST / Math.max(picture.width, picture.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(picture.width * share)
    canvas.height = Math.round(picture.height * share)
    canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height)
    picture.close()
    const made = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.85))
    if (!made || made.size >= file.size) return file
    return new File([made], `${file.name.replace(/\.[^.]*$/, '')}.jpg`, { type: 'image/jpeg' })
  } catch {
    return file
  }
}

async function ask(address, options) {
  const answer = await fetch(address, { ...options, headers: { ...AUTO, ...options.headers } })
  if (answer.status >= 500) throw new TypeError('the server is away')
  if (answer.status === 204) return null
  const told = await answer.json()
  if (!answer.ok) throw new Refused(told.detail)
  return told
}

class Sending {
  constructor(file) {
    this.file = file
    this.dropped = false
    this.line = document.createElement('li')
    const name = Object.assign(document.createElement('span'), { className: 'picked-name', textContent: file.name })
    this.bar = Object.assign(document.createElement('progress'), { max: 100, value: 0 })
    this.bar.setAttribute('aria-label', file.name)
    this.told = Object.assign(document.createElement('span'), { className: 'quiet small' })
    this.again = this.button(words.again, words.again, () => this.start())
    this.again.hidden = true
    this.line.append(name, this.bar, this.told, this.again, this.button(words.drop, words.dropNamed, () => this.drop()))
    list.append(this.line)
    list.hidden = false
  }

  button(said, named, act) {
    const made = Object.assign(document.createElement('button'), { type: 'button', className: 'btn', textContent: said })
    made.setAttribute('aria-label', named.replace('{name}', () => this.file.name))
    made.addEventListener('click', act)
    return made
  }

  get headers() {
    return { 'X-Nhap': form.elements.draft.value }
  }

  start() {
    this.again.hidden = true
    this.line.classList.remove('is-wrong')
    form.dataset.coming = Number(form.dataset.coming || 0) + 1
    queue = queue.then(() => this.bring()).finally(() => {
      form.dataset.coming = Number(form.dataset.coming) - 1
      form.dispatchEvent(new Event('langnghe:files'))
    })
  }

  async bring() {
    if (this.dropped) return
    if (!this.content) {
      this.told.textContent = words.shrinking
      this.content = await shrunk(this.file)
    }
    try {
      while (!this.dropped && !this.kept) await this.tryOnce()
    } catch (fault) {
      this.told.textContent = fault instanceof Refused ? fault.message : words.failed
      this.line.classList.add('is-wrong')
      this.again.hidden = false
      this.id = null
    }
  }

  async tryOnce() {
    try {
      let at = await this.begun()
      let piece = SMALLEST_PIECE
      while (!this.kept && !this.dropped) {
        const began = performance.now()
        at = this.show(await ask(`/tep/${this.id}`, {
          method: 'POST', body: this.content.slice(at.received, at.received + piece),
          headers: { ...this.headers, 'X-Tu-Byte': String(at.received), 'Content-Type': 'application/octet-stream' },
        }))
        if (performance.now() - began < 1000) piece = Math.min(LARGEST_PIECE, piece * 2)
      }
    } catch (fault) {
      if (!(fault instanceof TypeError)) throw fault
      this.told.textContent = words.lost
      await wait()
    }
  }

  async begun() {
    if (this.id) return this.show(await ask(`/tep/${this.id}`, { method: 'GET', headers: this.headers }))
    const draft = form.elements.draft
    const body = new URLSearchParams({ draft: draft.value, name: this.content.name, size: this.content.size })
    const begun = await ask('/tep', { method: 'POST', body })
    draft.value = begun.draft
    this.id = begun.id
    form.dispatchEvent(new Event('input')) // so that the draft knows its number and its words
    return this.show(begun)
  }

  show(at) {
    const percent = Math.floor(100 * at.received / at.size)
    this.bar.value = percent
    this.told.textContent = words.left.replace('{share}', `${percent}%`)
    if (at.kept) {
      this.kept = Object.assign(document.createElement('input'), { type: 'hidden', name: 'kept', value: at.id })
      this.line.append(this.kept)
      this.bar.hidden = true
      const kilobytes = Math.max(1, Math.round(at.size / 1024))
      const size = kilobytes < 1024 ? `${kilobytes} KB` : `${(kilobytes / 1024).toFixed(1).replace('.', ',')} MB`
      this.told.textContent = words.whole.replace('{size}', size)
    }
    return at
  }

  drop() {
    this.dropped = true
    this.line.remove()
    sendings = sendings.filter((one) => one !== this)
    list.hidden = sendings.length === 0
    input.focus()
    check([])
    if (this.id) ask(`/tep/${this.id}/bo`, { method: 'POST', headers: this.headers }).catch(() => {})
  }
}

let queue = Promise.resolve()
let sendings = []

function check(large) {
  const sentences = []
  if (large.length) sentences.push(words.tooLarge.replace('{names}', () => large.map((file) => `“${file.name}”`).join(', ')))
  if (sendings.length + box.querySelectorAll('.kept [name=kept]:checked').length > MAX_FILES) sentences.push(words.tooMany)
  wrong.textContent = sentences.join(' ')
  wrong.hidden = sentences.length === 0
}

input.classList.add('is-told')
input.addEventListener('change', () => {
  const chosen = [...input.files]
  input.value = '' // they go their own way, not with the form
  const large = chosen.filter((file) => file.size > MAX_BYTES && !file.type.startsWith('image/'))
  const room = MAX_FILES - sendings.length - box.querySelectorAll('.kept [name=kept]:checked').length
  const taken = chosen.filter((file) => !large.includes(file))
  for (const file of taken.slice(0, Math.max(0, room))) {
    const sending = new Sending(file)
    sendings.push(sending)
    sending.start()
  }
  check(large)
  if (taken.length > room) {
    wrong.textContent = `${wrong.textContent} ${words.tooMany}`.trim()
    wrong.hidden = false
  }
})
