// What the citizens' pages do better with a script; every one of them works without it.

const each = (selector, act) => document.querySelectorAll(selector).forEach(act)

// The summary of what is wrong, or what has just been done, is read first.
each('[data-focus]', (summary) => summary.focus())

// On a slow line a pressed button alone says too little.
function tellOnTheWay(button, words) {
  const line = document.createElement('p')
  line.className = 'quiet small'
  line.dataset.onTheWay = ''
  line.setAttribute('role', 'status')
  button.after(line)
  requestAnimationFrame(() => { line.textContent = words }) // words that come into a status are read out
}

// A double click sends a form once. Coming back by the Back button makes it usable again.
each('form[data-once]', (form) => {
  const offline = form.querySelector('[data-offline]')
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent) return event.preventDefault()
    if (offline) {
      offline.hidden = navigator.onLine
      if (!navigator.onLine) return event.preventDefault()
    }
    form.dataset.sent = 'yes'
    const button = form.querySelector('[type=submit]')
    if (!button) return
    button.setAttribute('aria-busy', 'true')
    tellOnTheWay(button, form.dataset.sending || document.body.dataset.sending)
  })
})
addEventListener('pageshow', () => each('form[data-once]', (form) => {
  delete form.dataset.sent
  form.querySelectorAll('[data-on-the-way]').forEach((line) => line.remove())
  form.querySelectorAll('[aria-busy]').forEach((button) => button.removeAttribute('aria-busy'))
}))

// The link in a notice carries the key in the fragment, which never reaches a server by itself: it is taken out
// of the address at once and posted.
if (location.hash.length > 1 && location.pathname.startsWith('/ho-so/')) {
  const door = document.querySelector('form[data-key-from-fragment]')
  const key = location.hash.slice(1)
  if (door || /^[0-9A-Za-z]{5}-?[0-9A-Za-z]{5}-?[0-9A-Za-z]{5}$/.test(key)) {
    history.replaceState(null, '', location.pathname)
  }
  if (door) {
    door.elements.key.value = decodeURIComponent(key)
    door.requestSubmit ? door.requestSubmit() : door.submit()
  }
}

each('[data-copy]', (button) => {
  if (!navigator.clipboard) return
  const words = button.querySelector('[data-copy-words]')
  const before = words.textContent
  button.hidden = false
  button.addEventListener('click', () => {
    const text = document.getElementById(button.dataset.copy).textContent.trim()
    navigator.clipboard.writeText(text).then(() => {
      words.textContent = button.dataset.copied
      setTimeout(() => { words.textContent = before }, 2500)
    }, () => { words.textContent = button.dataset.notCopied })
  })
})

each('[data-print]', (button) => {
  button.hidden = false
  button.addEventListener('click', () => print())
})

// Chosen files are listed in our words; choosing again adds to them, since a phone's camera gives one at a time.
// Files that cannot be taken are said before they are sent over a slow line.
const MAX_FILES = 10
const MAX_MEGABYTES = 20
each('[data-files]', (input) => {
  const field = input.closest('.field')
  const said = field.querySelector('[data-files-said]')
  const list = field.querySelector('[data-files-list]')
  const wrong = field.querySelector('[data-files-error]')
  let held = []
  const same = (one) => (other) => ['name', 'size', 'lastModified'].every((fact) => one[fact] === other[fact])

  function hold(files) {
    const transfer = new DataTransfer()
    files.forEach((file) => transfer.items.add(file))
    input.files = transfer.files
    held = files
    show()
  }

  function line(file) {
    const item = document.createElement('li')
    const name = document.createElement('span')
    name.textContent = file.name
    const drop = document.createElement('button')
    drop.type = 'button'
    drop.className = 'btn'
    drop.textContent = input.dataset.drop
    drop.setAttribute('aria-label', input.dataset.dropNamed.replace('{name}', () => file.name))
    drop.addEventListener('click', () => {
      hold(held.filter((other) => other !== file))
      input.focus()
    })
    item.append(name, drop)
    return item
  }

  function show() {
    const large = held.filter((file) => file.size > MAX_MEGABYTES * 1024 * 1024).map((file) => `“${file.name}”`)
    const kept = field.querySelectorAll('[name=kept]:checked').length
    const sentences = []
    if (large.length) sentences.push(input.dataset.tooLarge.replace('{names}', () => large.join(', ')))
    if (held.length + kept > MAX_FILES) sentences.push(input.dataset.tooMany)
    wrong.textContent = sentences.join(' ')
    wrong.hidden = sentences.length === 0
    said.textContent = held.length ? input.dataset.chosen.replace('{count}', held.length) : input.dataset.noneChosen
    said.hidden = false
    list.textContent = ''
    held.forEach((file) => list.append(line(file)))
    list.hidden = held.length === 0
  }

  input.addEventListener('change', () => {
    if (!input.classList.contains('is-told')) return
    const added = [...input.files].filter((file) => !held.some(same(file)))
    hold([...held, ...added])
  })
  input.form.addEventListener('reset', () => { // a chat goes on with an empty form
    if (input.classList.contains('is-told')) hold([])
  })
  addEventListener('pageshow', () => {
    try {
      hold([...input.files])
      input.classList.add('is-told')
    } catch {
      // An old browser that cannot put files together says itself what was chosen.
      said.hidden = true
    }
  })
})

// Words outlive a tab that a small phone throws away while its camera is open. They stay in this tab only, and go
// when they are sent or when the reader leaves the case.
const shelf = (field) => `langnghe:${location.pathname}:${field.name}`
try {
  each('form[data-keep] textarea', (field) => {
    const saved = sessionStorage.getItem(shelf(field))
    if (saved && !field.value.trim()) field.value = saved
    field.addEventListener('input', () => sessionStorage.setItem(shelf(field), field.value))
    field.form.addEventListener('submit', (event) => {
      if (!event.defaultPrevented) sessionStorage.removeItem(shelf(field))
    })
  })
  each('form[action="/thoat"], form[action="/xoa-nhap"]', (form) => {
    form.addEventListener('submit', () => sessionStorage.clear())
  })
} catch {
  // A browser that keeps nothing is served like one without scripts.
}
