// Keeps what is being typed into the forms of a case: on the server while it answers, else in this tab, until it is
// sent. A tab gives what it has kept back to the same officer only, and forgets it when they sign out.

(() => {
  const said = document.body.dataset
  const officer = said.officer
  const PREFIX = 'langnghe:'
  const SENT = `${PREFIX}sent`
  const PAUSE_MS = 2000
  const AGAIN_MS = 15_000
  const MOST_BYTES = 60_000 // a browser finishes larger requests only while the page stays open

  for (const form of document.querySelectorAll('form[action$="/dang-xuat"]')) {
    form.addEventListener('submit', () => {
      for (const name of Object.keys(sessionStorage)) if (name.startsWith(PREFIX)) sessionStorage.removeItem(name)
    })
  }

  // What a form had kept here goes once the page says that it was done.
  const sent = sessionStorage.getItem(SENT)
  if (sent && document.querySelector('[data-just-done]')) sessionStorage.removeItem(sent)
  sessionStorage.removeItem(SENT)

  const code = document.querySelector('[data-case]')?.dataset.case
  if (!officer || !code) return

  class Unsent {
    constructor(form) {
      const parts = form.getAttribute('action').split('/')
      const slug = parts.pop()
      this.form = form
      this.address = `${parts.join('/')}/dang-viet/${slug}`
      this.name = `${PREFIX}${officer}:${code}:${slug}`
      this.areas = [...form.querySelectorAll('textarea:not([readonly])')]
      this.kept = this.words()
      this.timer = null
      this.request = null
      this.failed = false
      form.addEventListener('input', () => this.touched())
      form.addEventListener('change', () => this.touched())
      form.addEventListener('focusout', () => this.save())
    }

    words() {
      return new URLSearchParams(new FormData(this.form)).toString()
    }

    get changed() {
      return this.words() !== this.kept
    }

    touched() {
      delete this.form.dataset.kept
      clearTimeout(this.timer)
      this.timer = setTimeout(() => this.save(), PAUSE_MS)
    }

    async save() {
      clearTimeout(this.timer)
      const words = this.words()
      if (words === this.kept || words === this.request || this.form.dataset.sent) return
      sessionStorage.setItem(this.name, words)
      this.request = words
      const keepalive = words.length < MOST_BYTES
      if (keepalive && !this.failed) this.form.dataset.kept = '1'
      try {
        const answer = await fetch(this.address, {
          method: 'POST', body: new URLSearchParams(words), headers: { 'X-Tu-Dong': 'viet' }, keepalive,
        })
        if (answer.status === 401) {
          document.dispatchEvent(new Event('langnghe:ended'))
          return this.notKept(said.saidEnded)
        }
        if (!answer.ok) return this.notKept(said.saidRefused)
        this.done(words, (await answer.json()).kept_at)
      } catch {
        document.dispatchEvent(new Event('langnghe:lost'))
        this.notKept(said.saidLost)
      } finally {
        if (this.request === words) this.request = null
      }
    }

    done(words, at) {
      if (this.form.dataset.sent) return
      if (this.failed) document.dispatchEvent(new Event('langnghe:found'))
      this.kept = words
      this.failed = false
      if (at || this.areas.every((area) => area.value.trim() === '')) sessionStorage.removeItem(this.name)
      if (this.changed) return this.touched()
      this.form.dataset.kept = '1'
      this.say(at ? said.saidKept.replace('{time}', at) : '')
    }

    notKept(sentence) {
      this.failed = true
      delete this.form.dataset.kept
      this.say(sentence)
      clearTimeout(this.timer)
      this.timer = setTimeout(() => this.save(), AGAIN_MS)
    }

    say(sentence) {
      this.line ??= this.form.appendChild(Object.assign(document.createElement('p'), { className: 'kept-here' }))
      this.line.textContent = sentence
    }

    // The form is on its way: nothing is kept of it any more, unless it does not arrive.
    leave() {
      clearTimeout(this.timer)
      sessionStorage.setItem(this.name, this.words())
      sessionStorage.setItem(SENT, this.name)
    }

    bringBack() {
      const words = sessionStorage.getItem(this.name)
      if (words === null) return
      sessionStorage.removeItem(this.name)
      const values = new URLSearchParams(words)
      if (this.areas.every((area) => same(values.getAll(area.name)[this.place(area)], area.value))) return
      for (const field of this.form.elements) this.fill(field, values.getAll(field.name))
      for (let up = this.form.closest('details'); up; up = up.parentElement.closest('details')) up.open = true
      this.save().then(() => this.say(said.saidBroughtBack))
    }

    fill(field, values) {
      if (field.matches('textarea')) field.value = values[this.place(field)] ?? field.value
      else if (field.matches('[type=radio], [type=checkbox]')) field.checked = values.includes(field.value)
      else if (field.matches('select, input:not([type=hidden], [type=file])')) field.value = values[this.place(field)] ?? field.value
    }

    place(field) {
      return [...this.form.elements].filter((one) => one.name === field.name).indexOf(field)
    }
  }

  const same = (one, other) => (one ?? '').replace(/\r\n/g, '\n').trim() === other.replace(/\r\n/g, '\n').trim()

  const forms = [...document.querySelectorAll('main form[id^="gui-"]')]
    .filter((form) => form.querySelector('textarea:not([readonly])'))
    .map((form) => new Unsent(form))
  for (const unsent of forms) unsent.bringBack()

  const saveAll = () => { for (const unsent of forms) if (unsent.changed) unsent.save() }
  addEventListener('beforeunload', saveAll)
  addEventListener('pagehide', saveAll)
  addEventListener('online', saveAll)
  document.addEventListener('visibilitychange', () => { if (document.hidden) saveAll() })
  document.addEventListener('submit', (event) => {
    if (!event.defaultPrevented) forms.find((unsent) => unsent.form === event.target)?.leave()
  })
})()
