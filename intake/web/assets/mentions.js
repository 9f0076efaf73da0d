// After `@` in a note, colleagues who may see the case are offered; without this file their sign-in name is typed.

const BEGUN = /(?:^|[^\w@.+-])@([\p{L}\d._-]*)$/u
const WAIT_MS = 200

for (const list of document.querySelectorAll('[data-colleagues]')) {
  const area = list.closest('form').querySelector('textarea')
  let waiting = 0

  const begun = () => BEGUN.exec(area.value.slice(0, area.selectionStart))
  const clear = () => { list.replaceChildren() }

  function ask() {
    const name = begun()
    if (!name) return clear()
    htmx.ajax('GET', `${list.dataset.colleagues}?ten=${encodeURIComponent(name[1].slice(0, 64))}`, { target: list, swap: 'innerHTML' })
  }

  function write(name) {
    const found = begun()
    const end = area.selectionStart
    const start = found ? end - found[1].length : end
    area.setRangeText(`${found ? '' : '@'}${name} `, start, end, 'end')
    area.dispatchEvent(new Event('input', { bubbles: true }))
    clear()
    area.focus()
  }

  area.addEventListener('input', () => {
    clearTimeout(waiting)
    waiting = setTimeout(ask, WAIT_MS)
  })
  area.addEventListener('keydown', (event) => {
    const first = list.querySelector('button')
    if (event.key === 'Escape') clear()
    else if (event.key === 'ArrowDown' && first && begun()) {
      event.preventDefault()
      first.focus()
    }
  })
  list.addEventListener('click', (event) => {
    const chosen = event.target.closest('[data-name]')
    if (chosen) write(chosen.dataset.name)
  })
  list.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 'nextElementSibling', ArrowUp: 'previousElementSibling' }[event.key]
    if (event.key === 'Escape') { clear(); area.focus() }
    if (!step) return
    event.preventDefault()
    const next = document.activeElement[step]
    if (next) next.focus()
    else if (event.key === 'ArrowUp') area.focus()
  })
}
