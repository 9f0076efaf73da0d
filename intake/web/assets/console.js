// The console works without this file. It adds keys to walk a list, the list of those keys, a guard against
// double clicks, and the words of a refusal as soon as its reason is chosen.

const links = () => [...document.querySelectorAll('[data-rows] .row-link')]
const TICKED = '[type=checkbox], [type=radio], [type=submit], [type=button]'
const typing = (target) => target.closest(`input:not(${TICKED}), textarea, select, [contenteditable]`) !== null

function walk(step) {
  const all = links()
  if (all.length === 0) return
  const at = all.indexOf(document.activeElement.closest('.row-case')?.querySelector('.row-link'))
  const next = all[Math.min(Math.max(at + step, 0), all.length - 1)]
  next.focus()
  next.scrollIntoView({ block: 'nearest' })
}

function toggleKeys() {
  const dialog = document.getElementById('phim-tat')
  if (!dialog || !dialog.showModal) return
  if (dialog.open) dialog.close()
  else dialog.showModal()
}

// After `q` the next digit is the place of a queue in the left column.
const CHOOSING_MS = 2000
let choosingUntil = 0

function chooseQueue(key) {
  const chosen = performance.now() < choosingUntil && /^[1-9]$/.test(key)
  choosingUntil = 0
  if (!chosen) return false
  document.querySelectorAll('#cac-hang-doi a')[Number(key) - 1]?.click()
  return true
}

function pick() {
  document.activeElement?.closest('.row-case')?.querySelector('[data-pick]')?.click()
}

// What each verb of the table of keys does (keys.py); the page carries the table in its list of keys.
const DEEDS = {
  walk: (step) => walk(Number(step)),
  click: (place) => document.querySelector(place)?.click(),
  focus: (place) => document.querySelector(place)?.focus(),
  queue: () => { choosingUntil = performance.now() + CHOOSING_MS },
  pick,
  keys: toggleKeys,
}
const KEYS = {}
for (const row of document.querySelectorAll('[data-keys-do]')) {
  const words = row.dataset.keysDo.split(' ')
  for (const key of row.dataset.keysAre.split(' ')) KEYS[key] = () => DEEDS[words[0]](words.slice(1).join(' '))
}

// A key takes no step by itself: it opens the form or goes to the button, and Enter is pressed by a person. Only what
// can be taken back (data-now) is done at once; a key held down does nothing.
function reach(place, held) {
  if (place.matches('[data-now]')) return held || place.form.requestSubmit(place)
  if (place.matches('a')) return place.click()
  if (place.matches('details')) place.open = true
  const inside = place.matches('button, input') ? place : place.querySelector('form :is(select, textarea, button)')
  inside?.focus()
  place.scrollIntoView({ block: 'nearest' })
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return
  if (document.querySelector('dialog[open]') && event.key !== '?') return
  if (chooseQueue(event.key)) return event.preventDefault()
  const place = /^[a-zA-Z0-9]$/.test(event.key) && document.querySelector(`[data-key~="${event.key}"]`)
  if (place) {
    event.preventDefault()
    return reach(place, event.repeat)
  }
  const arrow = event.key.startsWith('Arrow')
  if (!(event.key in KEYS) || (arrow && !document.activeElement?.matches('.row-link, [data-pick]'))) return
  event.preventDefault()
  KEYS[event.key]()
})

for (const button of document.querySelectorAll('[data-keys]')) {
  button.hidden = false
  button.addEventListener('click', toggleKeys)
}

for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false
  document.querySelector('[data-print-hint]')?.setAttribute('hidden', '')
  button.addEventListener('click', () => print())
}

// A second press of the same form within a few seconds is a slip, not a wish; so is a press on the next case
// before anybody can have seen that it is another one.
const opened = performance.now()
document.addEventListener('submit', (event) => {
  const form = event.target
  if (form.method !== 'post') return
  if (performance.now() - opened < 500 && document.querySelector('[data-just-done] a')) {
    event.preventDefault()
    return
  }
  if (form.dataset.sent) {
    event.preventDefault()
    return
  }
  form.dataset.sent = '1'
  event.submitter?.setAttribute('aria-busy', 'true')
  setTimeout(() => sendable(form), 5000)
})
function sendable(form) {
  delete form.dataset.sent
  for (const button of form.querySelectorAll('[aria-busy]')) button.removeAttribute('aria-busy')
}
window.addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) sendable(form)
})

// Only words that came from the list are replaced; what an officer wrote stays.
for (const reasons of document.querySelectorAll('[data-guidance-from]')) {
  const text = reasons.form.elements.text
  const listed = [...reasons.options].map((option) => option.dataset.guidance ?? '')
  reasons.form.querySelector('[data-guidance-fill]')?.parentElement.setAttribute('hidden', '')
  reasons.addEventListener('change', () => {
    if (listed.includes(text.value.trim())) text.value = reasons.selectedOptions[0].dataset.guidance ?? ''
  })
}

// Words typed into one form are not lost by sending another, or by leaving, without being asked, unless the server
// has them (typing.js).
const words = [...document.querySelectorAll('main textarea:not([readonly])')]
let sending = null
document.addEventListener('submit', (event) => { sending = event.defaultPrevented ? null : event.target })
addEventListener('beforeunload', (event) => {
  const unkept = words.filter((area) => area.value !== area.defaultValue && !area.form.dataset.kept)
  if (unkept.some((area) => area.form !== sending)) event.preventDefault()
  sending = null
})

// On a phone the queues stand in a row that is wider than the screen: the one that is open is brought into it.
document.querySelector('.queues [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' })

// Where the eye goes first: what is wrong, what was just done, or the row that was come from.
const wrong = document.querySelector('[data-focus]')
const row = location.hash.startsWith('#PA-') && document.getElementById(location.hash.slice(1))
if (wrong) wrong.focus()
else if (row) row.focus()
else if (document.querySelector('[data-just-done]')) document.getElementById('noi-dung').focus({ preventScroll: true })
