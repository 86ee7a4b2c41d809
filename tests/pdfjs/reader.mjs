// What pdf.js makes of a file: its words, its tags, its links, and its form to fill in.

import * as pdfjs from "/pdfjs/build/pdf.min.mjs"

globalThis.pdfjsLib = pdfjs
const { EventBus, PDFLinkService, PDFViewer } = await import("/pdfjs/web/pdf_viewer.mjs")
pdfjs.GlobalWorkerOptions.workerSrc = "/pdfjs/build/pdf.worker.min.mjs"

const file = await pdfjs.getDocument({ url: "/file.pdf", standardFontDataUrl: "/pdfjs/standard_fonts/" })
    .promise
const pages = []
for (let number = 1; number <= file.numPages; number++) pages.push(await file.getPage(number))

/** The text of each page, as it is copied from the viewer. */
export async function words() {
    const read = async page => (await page.getTextContent()).items
        .map(item => item.str + (item.hasEOL ? "\n" : "")).join("")
    return Promise.all(pages.map(read))
}

/** The elements of each page in the order of reading, each with the text that is in no other. */
export async function elements() {
    return Promise.all(pages.map(async page => {
        const texts = await contents(page)
        const tree = await page.getStructTree()
        return tree ? [...below(tree, texts)] : []
    }))
}

/** The text of each piece of marked content, by its name. */
async function contents(page) {
    const texts = {}, open = []
    for (const item of (await page.getTextContent({ includeMarkedContent: true })).items) {
        if (item.type?.startsWith("beginMarkedContent")) open.push(item.id ?? open.at(-1))
        else if (item.type === "endMarkedContent") open.pop()
        else texts[open.at(-1)] = (texts[open.at(-1)] ?? "") + item.str + (item.hasEOL ? "\n" : "")
    }
    return texts
}

function* below(node, texts, around = "") {
    const own = node.children.filter(isInside), text = own.map(child => textOf(child, texts)).join("")
    const cell = ["TH", "TD"].includes(node.role) ? node.role : around
    yield { role: node.role, cell, text, alt: node.alt ?? "" }
    for (const child of node.children) if (!isInside(child)) yield* below(child, texts, cell)
}

/** Whether something is content of an element, or an element inside its lines. */
function isInside(node) {
    return !node.role || ["Span", "NonStruct", "Link"].includes(node.role)
}

function textOf(node, texts) {
    if (!node.role) return texts[node.id] ?? ""
    return node.children.map(child => textOf(child, texts)).join("")
}

/** The links of each page: the address or the name that they lead to, and the page of that name. */
export async function links() {
    return Promise.all(pages.map(async page => {
        const found = (await page.getAnnotations()).filter(each => each.subtype === "Link")
        return Promise.all(found.map(async ({ url, dest }) => ({
            url: url ?? "", name: dest ?? "", page: dest ? await pageOf(dest) : -1
        })))
    }))
}

/** The page, from 0, that a named destination is on; -1 if there is none. */
async function pageOf(name) {
    const spot = await file.getDestination(name)
    return spot ? file.getPageIndex(spot[0]) : -1
}

/** Show the pages with their fields, each of which can then be filled in. */
export async function show() {
    const eventBus = new EventBus(), linkService = new PDFLinkService({ eventBus })
    const viewer = new PDFViewer({
        container: document.getElementById("pages"), eventBus, linkService, removePageBorders: true
    })
    linkService.setViewer(viewer)
    const ready = new Promise(done => eventBus.on("pagesloaded", done))
    viewer.setDocument(file)
    linkService.setDocument(file)
    await ready
    for (const [i, page] of pages.entries()) {
        const drawn = new Promise(done => eventBus.on("annotationlayerrendered", event => {
            if (event.pageNumber === i + 1) done()
        }))
        viewer.currentPageNumber = i + 1
        if ((await page.getAnnotations()).length) await drawn
    }
}

/** The file with what was filled in, as the viewer saves it, in base64. */
export async function saved() {
    const bytes = await file.saveDocument()
    return bytes.toBase64()
}
