// Files: shown in messages, and brought along by people.

import { element, iconButton } from "./dom.js";
import { icon } from "./icons.js";

const UNITS = ["bytes", "KB", "MB", "GB"];

export function sizeOf(bytes) {
  const power = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log(Math.max(1, bytes)) / Math.log(1024))));
  const value = bytes / 1024 ** power;
  return `${power === 0 ? value : value.toPrecision(value < 10 ? 2 : 3).replace(/\.0$/, "")} ${UNITS[power]}`;
}

// A file of a message, as a link that gives the file.
export function fileCard(file, server) {
  if (file.mode === "tombstone" || file.is_deleted) {
    return element("div", { className: "file gone" }, icon("file"), element("span", {}, "This file was deleted."));
  }
  const about = [file.pretty_type, sizeOf(file.size)].filter(Boolean).join(" · ");
  const words = element(
    "span",
    { className: "file-words" },
    element("strong", {}, file.name),
    element("span", {}, about),
  );
  return element("a", { className: "file", href: server.fileAddress(file), download: file.name }, icon("file"), words);
}

// Files that somebody has brought and not sent yet, shown in `list`.
export class Attachments {
  // `refuse(file)` gives a sentence against a file, or ""; `onChange(files)` hears of each change.
  constructor(list, { server, most = 10, kept = [], refuse = () => "", onChange = () => {} }) {
    Object.assign(this, { list, server, most, refuse, onChange });
    this.files = kept;
    this.coming = 0;
    this.show();
  }

  async add(chosen) {
    for (const file of chosen) {
      const mistake = this.files.length >= this.most ? `No more than ${this.most} files.` : this.refuse(file);
      if (mistake) this.note(mistake);
      else await this.bring(file);
    }
  }

  async bring(file) {
    this.coming += 1;
    this.note(`Uploading ${file.name}…`);
    const answer = await this.server.upload(file);
    this.coming -= 1;
    if (answer.file) this.set([...this.files, answer.file]);
    else this.note(answer.error ?? `${file.name} was not taken.`);
  }

  set(files) {
    this.files = files;
    this.show();
    this.onChange(files);
  }

  clear() {
    if (this.files.length > 0) this.set([]);
  }

  show() {
    const items = this.files.map((file) => {
      const remove = () => this.set(this.files.filter((each) => each.id !== file.id));
      const words = element(
        "span",
        { className: "file-words" },
        element("strong", {}, file.name),
        element("span", {}, sizeOf(file.size)),
      );
      return element(
        "li",
        { className: "file" },
        icon("file"),
        words,
        iconButton(`Remove ${file.name}`, icon("close"), remove),
      );
    });
    this.list.replaceChildren(...items);
  }

  note(words) {
    this.show();
    this.list.append(element("li", { className: "file-note", role: "status" }, words));
  }

  takeDropsOn(zone) {
    let depth = 0;
    const show = (change) => {
      depth = Math.max(0, depth + change);
      zone.classList.toggle("is-dropping", depth > 0);
    };
    const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
    zone.addEventListener("dragenter", (event) => hasFiles(event) && show(1));
    zone.addEventListener("dragleave", (event) => hasFiles(event) && show(-1));
    zone.addEventListener("dragover", (event) => hasFiles(event) && event.preventDefault());
    zone.addEventListener("drop", (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      show(-depth);
      this.add([...event.dataTransfer.files]);
    });
  }
}
