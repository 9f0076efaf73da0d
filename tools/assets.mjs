// Builds what the pages load into the folder named on the command line: style sheets, fonts, icons, scripts,
// each with a hash of its content in its name, and manifest.json from the plain name to the hashed one.
// Tabler is purged against the words of our own templates; our own styles are kept whole.

import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { transformSync } from 'esbuild'
import { transform as transformCss } from 'lightningcss'
import { PurgeCSS } from 'purgecss'

const root = fileURLToPath(new URL('..', import.meta.url))
const web = join(root, 'intake/web')
const own = join(web, 'assets')
const packages = join(root, 'node_modules')
const built = process.argv[2]
const testOnly = join(root, 'var/test-assets')
const manifest = {}

// Cheap phones are old phones: newer notations such as light-dark() and oklch() are rewritten for these.
const SCRIPT_TARGET = ['chrome80', 'firefox78', 'safari13.1']
const version = (major, minor = 0) => (major << 16) | (minor << 8)
const STYLE_TARGET = { chrome: version(90), android: version(90), firefox: version(88), safari: version(14, 1) }
const WEIGHTS = [400, 600]
// Of two subsets that hold a letter a browser takes the later: Vietnamese ones must not fetch a second file for it.
const SUBSETS = ['latin-ext', 'vietnamese', 'latin']

// Set by HTMX, by the browser or by our scripts while a page is open; no template spells them out.
const STATES = [
  'open', 'visually-hidden', 'htmx-request', 'htmx-indicator', 'htmx-swapping', 'htmx-settling', 'htmx-added',
]

const text = (...path) => readFileSync(join(...path), 'utf8')
const textIfThere = (name) => (existsSync(join(own, name)) ? text(own, name) : '')
const lines = (name) => textIfThere(name).split('\n').map((line) => line.replace(/#.*/, '').trim()).filter(Boolean)

function put(name, content) {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 10)
  const dot = name.lastIndexOf('.')
  manifest[name] = `${name.slice(0, dot)}.${hash}${name.slice(dot)}`
  writeFileSync(join(built, manifest[name]), content)
  return manifest[name]
}

// ------------------------------------------------------------------------------------------------ fonts

// fontsource gives one rule per subset and weight; we keep three subsets, woff2 only, under our own name.
function fontFaces() {
  const folder = join(packages, '@fontsource/be-vietnam-pro')
  return WEIGHTS.flatMap((weight) =>
    SUBSETS.map((subset) => {
      const url = put(
        `be-vietnam-pro-${subset}-${weight}.woff2`,
        readFileSync(join(folder, `files/be-vietnam-pro-${subset}-${weight}-normal.woff2`)),
      )
      return (
        `@font-face{font-family:"Be Vietnam Pro";font-style:normal;font-display:swap;font-weight:${weight};` +
        `src:url(${url}) format("woff2");unicode-range:${unicodeRange(folder, subset)}}`
      )
    }),
  ).join('\n')
}

// What is printed as a PDF needs fonts a PDF can hold: the same subsets as woff, read on the server, never sent out.
function printedFonts() {
  const folder = join(packages, '@fontsource/be-vietnam-pro/files')
  for (const weight of WEIGHTS)
    for (const subset of SUBSETS)
      put(`printed-${subset}-${weight}.woff`, readFileSync(join(folder, `be-vietnam-pro-${subset}-${weight}-normal.woff`)))
}

const unicodeRange = (folder, subset) => JSON.parse(text(folder, 'unicode.json'))[subset]

// ----------------------------------------------------------------------------------------------- styles

const words = (content) => content.match(/[A-Za-z0-9_-]+/g) ?? []
// A class is what stands in a class attribute, or a string of one or more such words that a template passes on; the
// role "alert" or a column called "status" are none, and Tabler has much to say about both.
const inClasses = (html) => (html.match(/class="[^"]*"/g) ?? []).flatMap(words)
const inStrings = (script) => (script.match(/(["'])[a-z][a-z0-9 -]*\1/g) ?? []).flatMap(words)
const passedOn = (html) => (html.match(/\{[{%].*?[%}]\}/gs) ?? []).flatMap(inStrings)
const partsOfHtml = (html) => ({
  classes: [...inClasses(html), ...passedOn(html)], ids: [], tags: words(html),
  attributes: { names: words(html), values: words(html) }, undetermined: [],
})


// `audience` is the folder of templates and routes that the other style sheet serves.
function sources(audience) {
  const files = readdirSync(web, { recursive: true }).map(String)
  return files.filter((file) => !file.split('/').some((part) => part === 'static' || part.startsWith('.static-')))
    .filter((file) => !file.split('/').slice(0, -1).includes(audience))
}

async function styleSheet(name, { without }) {
  const kept = lines('keep.txt')
  const files = sources(without)
  const content = ['html', 'js'].flatMap((extension) =>
    files.filter((file) => file.endsWith(`.${extension}`)).map((file) => ({ raw: text(web, file), extension })),
  )
  const [purged] = await new PurgeCSS().purge({
    content: [...content, { raw: '<html><body></body></html>', extension: 'html' }],
    css: [{ raw: text(packages, '@tabler/core/dist/css/tabler.min.css') }],
    extractors: [
      { extractor: partsOfHtml, extensions: ['html'] },
      { extractor: inStrings, extensions: ['js'] },
    ],
    safelist: {
      standard: [...STATES, ...kept.filter((word) => !word.endsWith('*'))],
      deep: kept.filter((word) => word.endsWith('*')).map((word) => new RegExp(`^${word.slice(0, -1)}`)),
    },
    keyframes: true,
  })
  const all = withoutUnusedVariables(
    [fontFaces(), purged.css, textIfThere('tokens.css'), textIfThere(name)].join('\n'),
    content.map(({ raw }) => raw).join('\n'),
  )
  // Read alone first, so that a mistake in a file of ours is told with its own line.
  for (const ours of ['tokens.css', name]) styles(textIfThere(ours), ours)
  put(name, styles(all, name))
}

function styles(code, name) {
  try {
    return transformCss({ filename: name, code: Buffer.from(code), minify: true, targets: STYLE_TARGET }).code
  } catch (error) {
    throw new Error(`intake/web/assets/${name}:${error.loc?.line ?? '?'}: ${error.message}`)
  }
}

// Tabler declares over a thousand variables; one that nothing reads is only weight on a slow line. Removing
// one may orphan those it was made of, so this goes on until nothing changes.
function withoutUnusedVariables(css, pages) {
  const plain = css.replace(/\/\*[\s\S]*?\*\//g, '').replace(/@charset[^;]*;/g, '')
  const readIn = (source) => new Set(source.match(/--[\w-]+(?=\s*[,)'"`])/g) ?? [])
  const declaration = /(?<=[{;\s])(--tblr-[\w-]+)\s*:\s*(?:[^;{}"']|"[^"]*"|'[^']*')*(?:;|(?=\}))/g
  const inPages = readIn(pages)
  let before
  let after = plain
  do {
    before = after
    const read = readIn(before)
    after = before.replace(declaration, (all, name) => (read.has(name) || inPages.has(name) ? all : ''))
  } while (after !== before)
  return after
}

function script(name) {
  try {
    const options = { loader: 'js', minify: true, target: SCRIPT_TARGET, legalComments: 'none', logLevel: 'silent' }
    return transformSync(text(own, name), options).code
  } catch (error) {
    const [first] = error.errors ?? []
    throw new Error(`intake/web/assets/${name}:${first?.location?.line ?? '?'}: ${first?.text ?? error.message}`)
  }
}

// -------------------------------------------------------------------------------------- icons, scripts

// icons.txt: one Tabler icon name a line; `filled/NAME` takes the filled drawing under the id `NAME-filled`.
function sprite() {
  const symbols = lines('icons.txt').map((line) => {
    const [style, name] = line.includes('/') ? line.split('/') : ['outline', line]
    const file = join(packages, '@tabler/icons/icons', style, `${name}.svg`)
    if (!existsSync(file)) throw new Error(`intake/web/assets/icons.txt: no icon "${line}"`)
    const drawing = text(file).replace(/<!--[\s\S]*?-->/g, '').replace(/^[\s\S]*?<svg[^>]*>|<\/svg>\s*$/g, '')
    const paint = style === 'filled'
      ? 'fill="currentColor"'
      : 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'
    const id = style === 'filled' ? `${name}-filled` : name
    return `<symbol id="${id}" viewBox="0 0 24 24" ${paint}>${drawing.trim().replace(/\s+/g, ' ').replace(/> </g, '><')}</symbol>`
  })
  put('icons.svg', `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>\n`)
}

function scripts() {
  put('htmx.js', text(packages, 'htmx.org/dist/htmx.min.js'))
  // The build for strict content policies: its styles and its worker are files of their own.
  put('altcha.js', text(packages, 'altcha/dist/external/altcha.min.js'))
  put('altcha.css', text(packages, 'altcha/dist/external/altcha.css'))
  put('altcha-pbkdf2.js', text(packages, 'altcha/dist/workers/pbkdf2.js'))
  put('swagger-ui.css', text(packages, 'swagger-ui-dist/swagger-ui.css'))
  put('swagger-ui-bundle.js', text(packages, 'swagger-ui-dist/swagger-ui-bundle.js'))
  const ours = existsSync(own) ? readdirSync(own).filter((name) => name.endsWith('.js')) : []
  for (const name of ours) put(name, script(name))
}

// Served to no one: the accessibility checks of the browser tests inject it themselves.
function forTests() {
  mkdirSync(testOnly, { recursive: true })
  writeFileSync(join(testOnly, 'axe.min.js'), text(packages, 'axe-core/axe.min.js'))
}

try {
  mkdirSync(built, { recursive: true })
  await styleSheet('citizen.css', { without: 'console' })
  await styleSheet('console.css', { without: 'public' })
  printedFonts()
  sprite()
  scripts()
  forTests()
  writeFileSync(join(built, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
} catch (error) {
  console.error(error.message)
  process.exit(1)
}
