// The chat without reloading: lines come by a stream, what is written goes by fetch. Without this the form does it all.

const log = document.getElementById('chat')
const write = document.getElementById('chat-write')
const choices = document.getElementById('chat-choices')
const fault = document.getElementById('chat-fault')

const make = (tag, name, words) => {
  const made = document.createElement(tag)
  if (name) made.className = name
  made.textContent = words
  return made
}

// What is under way: our words going out, then the assistant at its answer. An officer answers when they can.
const WRITING_MS = 20_000
const waiting = document.getElementById('chat-waiting')
let answered = false
let writing
const tellWaiting = (words) => {
  clearTimeout(writing)
  waiting.textContent = words
}
const tellWriting = () => {
  const last = [...log.querySelectorAll('.chat-bot, .chat-officer')].pop()
  if (answered || last?.matches('.chat-officer')) return tellWaiting('')
  tellWaiting(waiting.dataset.writing)
  writing = setTimeout(tellWaiting, WRITING_MS, '')
}

const show = (line) => {
  if (line.speaker !== 'citizen') {
    answered = true
    tellWaiting('')
  }
  const item = document.createElement('div')
  item.className = `chat-${line.speaker}`
  const said = make('p', '', '')
  said.innerHTML = line.said // escaped where it was made
  item.append(make('span', 'chat-who', line.who), said)
  log.append(item)
  log.scrollTop = log.scrollHeight
  choices.querySelectorAll('button').forEach((button) => button.remove())
  choices.append(...line.choices.map((choice) => {
    const button = make('button', 'btn', choice.label)
    button.name = 'choice'
    button.value = choice.key
    return button
  }))
  choices.hidden = !line.choices.length
}

let stream
const listen = () => {
  if (stream) stream.close()
  stream = new EventSource(`/tro-chuyen/dong?sau=${log.dataset.after}`)
  stream.addEventListener('line', (event) => {
    if (Number(event.lastEventId) <= Number(log.dataset.after)) return
    log.dataset.after = event.lastEventId
    show(JSON.parse(event.data))
  })
}

const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16)).join('')

const send = async (form, body) => {
  fault.hidden = true
  answered = false
  tellWaiting(waiting.dataset.sending)
  try {
    const answer = await fetch(form.action, { method: 'POST', body, headers: { 'X-Chat': '1' } })
    if (!answer.ok) throw new Error(String(answer.status))
  } catch {
    fault.hidden = false
    tellWaiting('')
    return false
  }
  tellWriting()
  if (stream?.readyState !== EventSource.OPEN) listen() // the first message brings the cookie it needs
  return true
}

write.addEventListener('submit', async (event) => {
  event.preventDefault()
  const empty = !write.elements.text.value.trim() && !write.elements.files.files.length
  if (empty || write.dataset.sending) return
  write.dataset.sending = 'yes'
  if (await send(write, new FormData(write))) {
    write.reset()
    write.elements.text.value = ''
    write.elements.sending.value = newId()
  }
  delete write.dataset.sending
  write.elements.text.focus()
})

write.elements.text.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
  event.preventDefault()
  write.requestSubmit()
})

choices.addEventListener('submit', (event) => {
  event.preventDefault()
  const body = new FormData(choices)
  body.set('choice', event.submitter.value)
  body.set('sending', newId())
  choices.hidden = true
  send(choices, body).then((sent) => { choices.hidden = sent })
  write.elements.text.focus()
})

log.scrollTop = log.scrollHeight
if (log.dataset.after !== '0') listen()

// In a frame on another site: the key that closes it is pressed in here.
if (window.parent !== window) {
  addEventListener('keydown', (event) => { if (event.key === 'Escape') window.parent.postMessage('langnghe:close', '*') })
}
