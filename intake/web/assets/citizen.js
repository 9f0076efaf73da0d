// What the citizens' pages do better with a script; every one of them works without it.

const each = (selector, act) => document.querySelectorAll(selector).forEach(act)

// The summary of what is wrong, or what has just been done, is read first.
each('[data-focus]', (summary) => summary.focus())

// A double click sends a form once. Coming back by the Back button makes it usable again.
each('form[data-once]', (form) => {
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent) return event.preventDefault()
    form.dataset.sent = 'yes'
    const button = form.querySelector('[type=submit]')
    if (button) button.setAttribute('aria-busy', 'true')
  })
})
addEventListener('pageshow', () => each('form[data-once]', (form) => {
  delete form.dataset.sent
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
      words.textContent = 'Đã chép'
      setTimeout(() => { words.textContent = before }, 2500)
    }, () => { words.textContent = 'Chưa chép được, xin ghi ra giấy' })
  })
})

each('[data-print]', (button) => {
  button.hidden = false
  button.addEventListener('click', () => print())
})

// Files that cannot be taken are said before they are sent over a slow line.
each('[data-files]', (input) => {
  const said = input.parentElement.querySelector('[data-files-error]')
  input.addEventListener('change', () => {
    const large = [...input.files].filter((file) => file.size > 20 * 1024 * 1024).map((file) => `“${file.name}”`)
    const kept = input.parentElement.querySelectorAll('[name=kept]:checked').length
    const sentences = []
    if (large.length) sentences.push(`Tệp ${large.join(', ')} lớn hơn 20 MB. Xin chọn tệp nhỏ hơn.`)
    if (input.files.length + kept > 10) sentences.push('Mỗi lần gửi kèm tối đa 10 tệp. Xin chọn lại.')
    said.textContent = sentences.join(' ')
    said.hidden = sentences.length === 0
  })
})
