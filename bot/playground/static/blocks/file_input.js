// A field for files in a modal. https://docs.slack.dev/reference/block-kit/block-elements/file-input-element

import { element } from "../dom.js";
import { Attachments } from "../files.js";

const MOST_BYTES = 10 * 1024 * 1024;
const MOST_FILES = 10;

// Files stay with the values, so that they outlive an update of the view.
export function fileInput(item, block, surface, changed) {
  const types = item.filetypes ?? [];
  const most = item.max_files ?? MOST_FILES;
  const box = element("input", { type: "file", className: "visually-hidden file-box", multiple: most > 1 });
  if (types.length > 0) box.accept = types.map((type) => `.${type}`).join(",");
  const words = element(
    "label",
    { className: "file-drop" },
    box,
    `Choose ${most > 1 ? "files" : "a file"} or drop ${most > 1 ? "them" : "it"} here`,
  );
  const rules = [
    most > 1 ? `up to ${most} files` : "one file",
    "10 MB each",
    types.length > 0 && types.map((type) => `.${type}`).join(", "),
  ];
  const note = element("p", { className: "input-hint" }, rules.filter(Boolean).join(" · "));
  const list = element("ul", { className: "attachments" });
  const attachments = new Attachments(list, {
    server: surface.server,
    most,
    kept: surface.values.filesOf(block.block_id, item.action_id) ?? [],
    refuse: (file) => refusal(file, types),
    onChange: (files) => {
      surface.values.keepFiles(block.block_id, item.action_id, files);
      surface.keep(
        block,
        item,
        files.map((file) => file.id),
      );
    },
  });
  surface.keep(
    block,
    item,
    attachments.files.map((file) => file.id),
  );
  box.addEventListener("change", () => {
    attachments.add([...box.files]).then(() => changed(attachments.files.map((file) => file.id)));
    box.value = "";
  });
  const made = element("div", { className: "file-input" }, words, note, list);
  attachments.takeDropsOn(made);
  return made;
}

function refusal(file, types) {
  const ending = file.name.includes(".") ? file.name.split(".").pop().toLowerCase() : "";
  if (types.length > 0 && !types.map((type) => type.toLowerCase()).includes(ending)) {
    return `${file.name} is not of a type that is taken here.`;
  }
  if (file.size > MOST_BYTES) return `${file.name} is larger than 10 MB.`;
  return "";
}
