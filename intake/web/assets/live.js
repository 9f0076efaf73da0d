// Keeps an open page true: the server says that something has changed, and the page fetches it again. One tab of a
// browser holds the stream and tells the others; when it cannot be held, every visible page asks now and then.

(() => {
  const page = document.body.dataset
  const officer = page.officer
  if (!officer || !window.htmx) return
  const news = document.getElementById('vua-doi')
  const code = news?.dataset.case
  const beside = document.getElementById('cung-xem')
  const rows = () => document.getElementById('danh-sach')
  const counts = () => document.getElementById('cac-hang-doi')

  const SILENT_MS = 40_000 // the server says something every 15 seconds
  const ASK_MS = 30_000
  const LOOK_MS = 15_000
  const BETWEEN_MS = 3000 // two refreshes of a list
  const STILL_MS = 1000 // rows do not move under a hand that is about to press
  let since = Number(page.madeAt)
  let heardAt = Date.now()
  let ended = false

  // ------------------------------------------------------------------------------------ what is out of date

  const due = { lists: false, case: false }
  let refreshedAt = 0
  let movedAt = 0
  let timer = null
  for (const kind of ['pointermove', 'pointerdown', 'keydown', 'wheel']) {
    addEventListener(kind, () => { movedAt = Date.now() }, { passive: true })
  }

  function soon() {
    if (timer || ended) return
    const wait = Math.max(refreshedAt + BETWEEN_MS - Date.now(), 200 + Math.random() * 500)
    timer = setTimeout(() => { timer = null; refresh() }, wait)
  }

  function refresh() {
    if (ended || document.hidden) return
    if (due.case && news) htmx.trigger(news, 'doi')
    due.case = false
    if (!due.lists) return
    if (rows()?.matches(':hover') && Date.now() - movedAt < STILL_MS) return soon()
    due.lists = false
    refreshedAt = Date.now()
    htmx.trigger(rows() ?? counts(), 'doi')
  }

  function everything() {
    due.lists = due.case = true
    soon()
  }

  // --------------------------------------------------------------------------------------- what is received

  const HEARD = {
    beat: (moment) => { since = Math.max(since, Number(moment)) },
    changed: (which) => {
      due.lists = true
      due.case ||= which === '' || which === code
      soon()
    },
    looking: (which) => { if (which === code) look() },
    ended: () => end(),
  }

  function receive(kind, data) {
    heardAt = Date.now()
    lost(false)
    HEARD[kind](data)
  }

  function lost(now) {
    document.querySelector('[data-lost]').hidden = !now || ended
  }

  function end() {
    ended = true
    lost(false)
    source?.close()
    release?.() // to a window that is signed in again
    const line = document.querySelector('[data-ended]')
    line.querySelector('a').search = `?tiep=${encodeURIComponent(location.pathname + location.search)}`
    line.hidden = false
  }
  document.addEventListener('langnghe:ended', end)
  document.addEventListener('langnghe:lost', () => lost(true))

  // -------------------------------------------------------------------------------------------- the stream

  const channel = 'BroadcastChannel' in window ? new BroadcastChannel(`langnghe-${officer}`) : null
  const shared = channel !== null && 'locks' in navigator
  let source = null
  let leading = false
  let release = null
  let pause = 1000
  let again = null

  function connect() {
    clearTimeout(again)
    source?.close()
    if (ended) return
    source = new EventSource(`${page.liveAt}?tu=${since}`)
    source.onerror = reconnect
    for (const kind of Object.keys(HEARD)) {
      source.addEventListener(kind, (event) => {
        pause = 1000
        if (shared) channel.postMessage([kind, event.data])
        receive(kind, event.data)
      })
    }
  }

  // A new stream tells what was missed; a server that has just come back is not asked by everybody at once.
  function reconnect() {
    source?.close()
    clearTimeout(again)
    again = setTimeout(connect, pause * (0.5 + Math.random()))
    pause = Math.min(pause * 2, 10_000)
    if (pause > 4000) ask()
  }

  // Something else was answered: the server is there again, so the stream need not wait for its turn.
  function found() {
    if ((leading || !shared) && source?.readyState === EventSource.CLOSED && pause > 2000) connect()
  }
  document.addEventListener('langnghe:found', found)

  function ask() {
    due.lists = due.case = true
    refresh()
  }

  if (shared) {
    channel.onmessage = (event) => receive(event.data[0], event.data[1])
    navigator.locks.request(`langnghe-${officer}`, () => {
      if (ended) return null
      leading = true
      connect()
      return new Promise((resolve) => { release = resolve })
    })
  } else if (!document.hidden) connect()

  setInterval(() => {
    if (ended || Date.now() - heardAt < SILENT_MS) return
    if (leading || (!shared && !document.hidden)) connect()
    ask()
  }, ASK_MS)

  document.addEventListener('visibilitychange', () => {
    if (!shared) {
      if (document.hidden) source?.close()
      else connect()
    }
    if (document.hidden) return
    refresh()
    look()
  })
  addEventListener('pageshow', (event) => { if (event.persisted) everything() })
  addEventListener('online', () => { if (leading || !shared) connect() })

  // ------------------------------------------------------------------------------------ what HTMX fetches

  const ours = (event) => event.detail.elt.hasAttribute('data-live')
  document.body.addEventListener('htmx:configRequest', (event) => {
    if (ours(event)) event.detail.headers['X-Tu-Dong'] = 'xem'
  })
  document.body.addEventListener('htmx:afterRequest', (event) => {
    if (!ours(event)) return
    if (event.detail.xhr.status === 401) end()
    else lost(event.detail.xhr.status === 0)
  })

  // The row that had the focus keeps it; when it has left the list, the one in its place has it.
  let place = -1
  const links = () => [...document.querySelectorAll('[data-rows] .row-link')]
  document.body.addEventListener('htmx:beforeSwap', () => { place = links().indexOf(document.activeElement) })
  document.body.addEventListener('htmx:afterSwap', () => {
    if (place >= 0 && document.activeElement === document.body) {
      links()[Math.min(place, links().length - 1)]?.focus({ preventScroll: true })
    }
    place = -1
  })

  // ------------------------------------------------------------------------------- who has the case open

  let writtenAt = -Infinity
  let told = null
  const writing = () => Date.now() - writtenAt < 60_000

  async function look(closed = false) {
    if (!beside || ended || (document.hidden && !closed)) return
    const body = new URLSearchParams({ typing: writing() ? '1' : '', closed: closed ? '1' : '' })
    told = writing()
    try {
      const headers = { 'X-Tu-Dong': 'xem' }
      const answer = await fetch(`${page.liveAt}/ho-so/${code}`, { method: 'POST', body, headers, keepalive: closed })
      if (answer.status === 401) return end()
      found()
      const text = answer.ok && !closed ? (await answer.text()).trim() : ''
      if (beside.innerHTML.trim() !== text) beside.innerHTML = text
    } catch {
      beside.innerHTML = '' // who was there a while ago is not told as if it were so now
    }
  }

  if (beside) {
    look()
    setInterval(() => look(), LOOK_MS)
    addEventListener('pagehide', () => look(true))
    document.querySelector('main').addEventListener('input', (event) => {
      if (!event.target.matches('textarea')) return
      writtenAt = Date.now()
      if (!told) look()
    })
  }
})()
