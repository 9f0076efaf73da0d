// The console works without this file. It adds keys to walk a list, the list of those keys, a guard against
// double clicks, and the words of a refusal as soon as its reason is chosen.

const links = () => [...document.querySelectorAll('[data-rows] .row-link')]
const typing = (target) => target.closest('input, textarea, select, [contenteditable]') !== null

function walk(step) {
  const all = links()
  if (all.length === 0) return
  const at = all.indexOf(document.activeElement)
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

const KEYS = {
  j: () => walk(1),
  k: () => walk(-1),
  ArrowDown: () => links().length > 0 && walk(1),
  ArrowUp: () => links().length > 0 && walk(-1),
  '/': () => document.querySelector('[data-search]')?.focus(),
  u: () => document.querySelector('[data-up]')?.click(),
  '?': toggleKeys,
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return
  const arrow = event.key.startsWith('Arrow')
  if (!(event.key in KEYS) || (arrow && !document.activeElement?.matches('.row-link'))) return
  event.preventDefault()
  KEYS[event.key]()
})

for (const button of document.querySelectorAll('[data-keys]')) {
  button.hidden = false
  button.addEventListener('click', toggleKeys)
}

// A second press of the same form within a few seconds is a slip, not a wish.
document.addEventListener('submit', (event) => {
  const form = event.target
  if (form.method !== 'post') return
  if (form.dataset.sent) {
    event.preventDefault()
    return
  }
  form.dataset.sent = '1'
  setTimeout(() => delete form.dataset.sent, 5000)
})
window.addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) delete form.dataset.sent
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

document.querySelector('[data-focus]')?.focus()
