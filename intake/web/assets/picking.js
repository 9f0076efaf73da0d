// Ticking cases of a list for a step on all of them. Without this file the boxes and the bar work as they stand; it
// adds "the whole page", a count, and keeps the ticks when the list is fetched again.

const boxes = () => [...document.querySelectorAll('[data-pick]')]
const all = document.querySelector('[data-pick-all]')

// A row of equal texts stands for all of them, but a step takes only so many at a time.
function sentence(words, picked) {
  const most = Number(words.most)
  if (!picked) return words.none
  if (picked <= most) return words.some.replace('{count}', picked)
  return words.over.replace('{count}', picked).replace('{most}', most).replace('{left}', picked - most)
}

function tell() {
  const ticked = boxes().filter((box) => box.checked)
  const picked = ticked.reduce((sum, box) => sum + Number(box.dataset.pick), 0)
  const said = document.querySelector('[data-picked]')
  if (said) said.textContent = sentence(said.dataset, picked)
  const box = all?.querySelector('input')
  if (box) box.checked = picked > 0 && ticked.length === boxes().length
}

if (all) {
  all.hidden = false
  all.addEventListener('change', (event) => {
    for (const box of boxes()) box.checked = event.target.checked
    tell()
  })
}
document.addEventListener('change', (event) => { if (event.target.matches('[data-pick]')) tell() })

// A tick names the version that was read: a case that has changed since comes back without it.
let picked = new Set()
document.addEventListener('htmx:beforeSwap', () => {
  picked = new Set(boxes().filter((box) => box.checked).map((box) => box.value))
})
document.addEventListener('htmx:afterSettle', () => {
  for (const box of boxes()) box.checked = box.checked || picked.has(box.value)
  tell()
})
tell()
