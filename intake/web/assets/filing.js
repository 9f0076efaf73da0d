// The form of a message, for a phone on a bad line: one question a page, kept while it is written, proposed to while
// it is written, sent once however often the line breaks. Without this file the same form is one page that works.

const form = document.querySelector('[data-filing]')
const said = form.dataset
const field = (name) => form.elements[name]
const find = (selector) => form.querySelector(selector)
const KEPT = 'langnghe:nhap'
const KEPT_MS = 2 * 24 * 60 * 60 * 1000
const AUTO = { 'X-Tu-Dong': 'gui' }

const words = () => {
  const typed = new URLSearchParams()
  new FormData(form).forEach((value, name) => { if (typeof value === 'string') typed.append(name, value) })
  return typed
}
const after = (milliseconds, act) => {
  let timer
  return () => {
    clearTimeout(timer)
    timer = setTimeout(act, milliseconds)
  }
}

// ------------------------------------------------------------------- what is written outlives the line and the tab

const shelf = {
  // On the device only the story and the place, never who wrote; a device that several people use keeps nothing.
  put() {
    if (field('shared_device').checked) return this.clear()
    const kept = { content: field('content').value, place: field('place').value, at: Date.now() }
    try {
      if (kept.content.trim() || kept.place.trim()) localStorage.setItem(KEPT, JSON.stringify(kept))
      else this.clear()
    } catch {
      // A browser that keeps nothing has the draft on the server.
    }
  },
  clear() {
    try {
      localStorage.removeItem(KEPT)
    } catch {
      // Nothing is kept there.
    }
  },
  bringBack() {
    try {
      const kept = JSON.parse(localStorage.getItem(KEPT) || 'null')
      if (!kept || Date.now() - kept.at > KEPT_MS) return this.clear()
      if (field('content').value.trim()) return
      field('content').value = kept.content
      if (!field('place').value) field('place').value = kept.place
      find('[data-brought-back]').hidden = false
    } catch {
      this.clear()
    }
  },
}

let keptWords = words().toString()
async function keep() {
  const typed = words()
  if (typed.toString() === keptWords || said.sent) return
  try {
    const answer = await fetch('/nhap', { method: 'POST', body: typed, headers: AUTO })
    if (!answer.ok) return
    field('draft').value = (await answer.json()).draft
    keptWords = words().toString()
    tellKept(said.saidKept.replace('{time}', new Date().toLocaleTimeString('vi-VN', { hour: '2-digit', minute: '2-digit' })))
  } catch {
    if (!field('shared_device').checked) tellKept(said.saidKeptHere)
  }
}
const tellKept = (sentence) => { find('[data-kept-said]').textContent = sentence }
const keepSoon = after(2000, keep)

const banner = document.querySelector('[data-offline-banner]')
const lineChanged = () => { banner.hidden = navigator.onLine }
addEventListener('offline', lineChanged)
addEventListener('online', () => {
  lineChanged()
  keep()
})
lineChanged()

form.addEventListener('input', () => {
  shelf.put()
  keepSoon()
})
form.addEventListener('change', () => {
  shelf.put()
  keepSoon()
})
document.addEventListener('visibilitychange', () => { if (document.hidden) keep() })
shelf.bringBack()
find('[data-forget]').addEventListener('click', () => {
  shelf.clear()
  field('content').value = ''
  field('place').value = ''
  find('[data-brought-back]').hidden = true
  field('content').focus()
})
for (const other of document.querySelectorAll('form[action="/xoa-nhap"]')) {
  other.addEventListener('submit', () => shelf.clear())
}

// ------------------------------------------------------------------- a proposal while writing, never in the way

const box = find('[data-proposal]')
const placeToday = find('[data-place-today]')
const placeNear = find('[data-pin-near]')
const LATE_MS = 700 // who answers at once needs no word in between
let asked = ''
// What is said of the place stands beside the place.
function spread(part) {
  const put = (one, where) => where.replaceChildren(...(one ? [one] : []))
  put(part.querySelector('#place-today'), placeToday)
  put(part.querySelector('#near'), placeNear)
}
async function propose() {
  const now = [field('content').value, field('place').value, field('at').value].join('\n')
  if (now === asked || box.contains(document.activeElement)) return
  asked = now
  const late = setTimeout(() => { if (!box.textContent.trim()) tellLooking() }, LATE_MS)
  try {
    const answer = await fetch('/de-xuat', { method: 'POST', body: words(), headers: AUTO })
    if (!answer.ok) box.querySelector('[data-looking]')?.remove()
    if (!answer.ok || asked !== now || box.contains(document.activeElement)) return
    const fresh = document.createElement('div')
    fresh.innerHTML = await answer.text()
    spread(fresh)
    if (fresh.innerHTML !== box.innerHTML) box.innerHTML = fresh.innerHTML
  } catch {
    asked = '' // without a line there is no proposal, and the next letter asks again
    box.querySelector('[data-looking]')?.remove()
  } finally {
    clearTimeout(late)
  }
}
// Only where nothing is proposed yet: a proposal that is there already stays until the next one has come.
function tellLooking() {
  const line = Object.assign(document.createElement('p'), { className: 'quiet small', textContent: said.saidLooking })
  line.dataset.looking = ''
  box.replaceChildren(line)
}
const proposeSoon = after(600, propose)
field('content').addEventListener('input', proposeSoon)
field('place').addEventListener('input', proposeSoon)
spread(box)
placeNear.addEventListener('click', (event) => {
  const chosen = event.target.closest('[data-near]')
  if (!chosen) return
  field('place').value = [field('place').value.trim(), chosen.dataset.near].filter(Boolean).join(', ')
  field('place').focus()
  field('place').dispatchEvent(new Event('input', { bubbles: true }))
})
if (field('content').value.trim() && !box.textContent.trim()) propose()

// ------------------------------------------------------------------- a procedure: a combobox as the ARIA guide has it

const combo = find('[data-combobox]')
const typedWords = field('procedure_words')
const list = combo.querySelector('[role=listbox]')
const comboSaid = combo.querySelector('[data-combobox-said]')
const options = () => [...list.querySelectorAll('[role=option]')]
typedWords.setAttribute('role', 'combobox')
typedWords.setAttribute('aria-controls', list.id)
typedWords.setAttribute('aria-autocomplete', 'list')
typedWords.setAttribute('aria-expanded', 'false')

function close() {
  list.hidden = true
  typedWords.setAttribute('aria-expanded', 'false')
  typedWords.removeAttribute('aria-activedescendant')
}
function point(option) {
  for (const one of options()) one.setAttribute('aria-selected', String(one === option))
  typedWords.setAttribute('aria-activedescendant', option.id)
  option.scrollIntoView({ block: 'nearest' })
}
function choose(option) {
  const label = document.createElement('label')
  label.className = 'form-check'
  const tick = Object.assign(document.createElement('input'), {
    className: 'form-check-input', type: 'checkbox', name: 'procedure', value: option.dataset.code, checked: true,
  })
  const name = Object.assign(document.createElement('span'), { className: 'form-check-label', lang: 'vi' })
  name.textContent = option.querySelector('span').textContent
  label.append(tick, name)
  find('[data-chosen-procedure]').replaceChildren(label)
  typedWords.value = ''
  close()
  keepSoon()
}
let lookedFor = ''
async function look() {
  const typed = typedWords.value.trim()
  lookedFor = typed
  if (typed.length < 2) {
    comboSaid.textContent = ''
    return close()
  }
  const late = setTimeout(() => { comboSaid.textContent = combo.dataset.looking }, LATE_MS)
  try {
    const answer = await fetch(`${combo.dataset.combobox}?q=${encodeURIComponent(typed.slice(0, 200))}`, { headers: AUTO })
    if (!answer.ok || lookedFor !== typed) return
    list.innerHTML = await answer.text()
  } catch {
    comboSaid.textContent = ''
    return close()
  } finally {
    clearTimeout(late)
  }
  const found = options()
  list.hidden = found.length === 0
  typedWords.setAttribute('aria-expanded', String(found.length > 0))
  typedWords.removeAttribute('aria-activedescendant')
  comboSaid.textContent = found.length ? combo.dataset.someFound.replace('{count}', found.length) : combo.dataset.noneFound
}
typedWords.addEventListener('input', after(250, look))
typedWords.addEventListener('keydown', (event) => {
  const found = options()
  const at = found.findIndex((one) => one.getAttribute('aria-selected') === 'true')
  if (list.hidden || !found.length) return
  if (event.key === 'ArrowDown') point(found[(at + 1) % found.length])
  else if (event.key === 'ArrowUp') point(found[(at + found.length - (at < 0 ? 0 : 1)) % found.length])
  else if (event.key === 'Enter' && at >= 0) choose(found[at])
  else if (event.key === 'Escape') close()
  else return
  event.preventDefault()
})
list.addEventListener('mousedown', (event) => event.preventDefault())
list.addEventListener('click', (event) => {
  const option = event.target.closest('[role=option]')
  if (option) choose(option)
})
typedWords.addEventListener('blur', close)

// ------------------------------------------------------------------- where: the device says it when it is asked

const pin = find('[data-pin]')
if (navigator.geolocation && isSecureContext) {
  const told = pin.querySelector('[data-pin-said]')
  const drop = pin.querySelector('[data-pin-drop]')
  const show = () => {
    const metres = field('at').value.split(',')[2]
    told.textContent = metres ? pin.dataset.saidFound.replace('{metres}', metres) : ''
    drop.hidden = !metres
  }
  pin.hidden = false
  show()
  pin.querySelector('[data-pin-take]').addEventListener('click', () => {
    told.textContent = pin.dataset.saidLooking
    navigator.geolocation.getCurrentPosition((found) => {
      const coords = found.coords
      const metres = Math.min(100000, Math.ceil(coords.accuracy))
      field('at').value = `${coords.latitude.toFixed(6)},${coords.longitude.toFixed(6)},${metres}`
      show()
      propose()
      keepSoon()
    }, () => { told.textContent = pin.dataset.saidRefused }, { enableHighAccuracy: true, timeout: 20000, maximumAge: 60000 })
  })
  drop.addEventListener('click', () => {
    field('at').value = ''
    show()
    propose()
    keepSoon()
    pin.querySelector('[data-pin-take]').focus()
  })
}

// ------------------------------------------------------------------- one question a page on a phone

const steps = [...form.querySelectorAll('[data-step]')]
const phone = matchMedia('(max-width: 767px)')
const on = find('[data-step-on]')
const back = find('[data-step-back]')
const send = find('[data-send]')
const stepsSaid = find('[data-steps-said]')
const stepping = () => phone.matches && !document.querySelector('.summary')
let step = 0

function showStep(next, focus) {
  const alone = stepping()
  step = Math.max(0, Math.min(next, steps.length - 1))
  steps.forEach((one, place) => { one.hidden = alone && place !== step })
  const last = !alone || step === steps.length - 1
  on.hidden = last
  back.hidden = !alone || step === 0
  on.classList.toggle('btn-primary', !last)
  send.classList.toggle('btn-primary', last)
  stepsSaid.hidden = !alone
  stepsSaid.textContent = said.saidStep.replace('{step}', step + 1).replace('{steps}', steps.length)
  form.classList.toggle('stepping', alone)
  if (!focus || !alone) return
  const heading = steps[step].querySelector('h1, h2')
  heading.tabIndex = -1
  heading.focus()
  scrollTo(0, 0)
}
on.addEventListener('click', () => {
  history.pushState({ step: step + 1 }, '')
  showStep(step + 1, true)
  keep()
})
back.addEventListener('click', () => history.back())
addEventListener('popstate', (event) => showStep(event.state?.step ?? 0, true))
phone.addEventListener?.('change', () => showStep(step, false))
form.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.defaultPrevented || !event.target.matches('input') || on.hidden) return
  event.preventDefault() // on a phone Enter goes on; it must not send what has just been begun
  on.click()
})
showStep(history.state?.step ?? 0, false)

// ------------------------------------------------------------------- sent once

const notSent = find('[data-not-sent]')
const AGAIN_MS = 8000
let again
let afterFiles = false

const onTheWay = find('[data-on-the-way]')
function tellOnTheWay(sentence) {
  onTheWay.hidden = !sentence
  onTheWay.textContent = sentence
}
function tellSending(sentence) {
  tellOnTheWay('')
  notSent.hidden = !sentence
  notSent.querySelector('[data-not-sent-words]').textContent = sentence
}
async function sendNow() {
  clearTimeout(again)
  afterFiles = Number(said.coming || 0) > 0
  if (afterFiles) {
    tellSending('')
    return tellOnTheWay(said.saidFilesFirst)
  }
  said.sent = 'yes'
  send.setAttribute('aria-busy', 'true')
  if (notSent.hidden) tellOnTheWay(said.saidSending)
  try {
    const answer = await fetch(form.action, { method: 'POST', body: new FormData(form) })
    if (answer.redirected && answer.url.includes('/bien-nhan/')) {
      shelf.clear()
      location.assign(answer.url)
    } else {
      HTMLFormElement.prototype.submit.call(form) // what is wrong is shown on a page of its own
    }
  } catch {
    // The token of the form makes a second sending the same filing, so trying again is safe.
    tellSending(said.saidNoLine)
    again = setTimeout(sendNow, AGAIN_MS)
  }
}
form.addEventListener('submit', (event) => {
  if (event.submitter?.hasAttribute('formaction')) return
  event.preventDefault()
  if (!said.sent) sendNow()
})
addEventListener('online', () => { if (said.sent && !notSent.hidden) sendNow() })
form.addEventListener('langnghe:files', () => {
  if (afterFiles && !said.sent && !Number(said.coming || 0)) sendNow()
})
addEventListener('pageshow', (event) => {
  if (!event.persisted) return
  delete said.sent
  send.removeAttribute('aria-busy')
  tellSending('')
})
