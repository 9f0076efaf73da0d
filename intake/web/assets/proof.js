// A proof of work where many file from one place: our worker, our words, nobody else asked, nothing watched.

const box = document.querySelector('[data-proof]')
const said = box.dataset
const widget = box.querySelector('altcha-widget')

globalThis.$altcha.algorithms.set('PBKDF2/SHA-256', () => new Worker(said.worker))
globalThis.$altcha.i18n.set(document.documentElement.lang, {
  label: said.label, verifying: said.verifying, verified: said.verified, error: said.failed, expired: said.failed,
  verificationRequired: said.verifying, waitAlert: said.verifying, loading: said.verifying, verify: said.label, footer: '',
})
widget.configure({
  hideLogo: true, hideFooter: true, humanInteractionSignature: false, language: document.documentElement.lang,
})
