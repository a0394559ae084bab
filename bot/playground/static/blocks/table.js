// Tables. https://docs.slack.dev/reference/block-kit/blocks/data-table-block and …/table-block

import { element, iconButton } from "../dom.js";
import { icon } from "../icons.js";
import { richText } from "./rich_text.js";

const PAGE_SIZE = 5;
const NUMBER = new Intl.NumberFormat();
const ALPHABET = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
const NEXT_ORDER = { none: "ascending", ascending: "descending", descending: "none" };

export const dataTable = (block, surface) => new DataTable(block, surface.directory).made;

// A table that sorts by a press on a column's header and shows `page_size` rows at a time.
class DataTable {
  constructor(block, directory) {
    const [header, ...rows] = block.rows;
    Object.assign(this, { block, directory, header, rows });
    this.size = block.page_size ?? PAGE_SIZE;
    this.page = 0;
    this.column = -1;
    this.order = "none";
    this.numeric = header.map((_, column) => rows.some((row) => isNumber(row[column])));
    this.body = element("tbody");
    this.headers = header.map((cell, column) => this.#header(cell, column));
    const table = element(
      "table",
      {},
      element("caption", {}, element("span", {}, block.caption)),
      element("thead", {}, element("tr", {}, ...this.headers)),
      this.body,
    );
    const scroller = element(
      "div",
      { className: "table-scroller", tabIndex: 0, role: "region", "aria-label": block.caption },
      table,
    );
    this.made = element("div", { className: "block table" }, scroller);
    if (rows.length > this.size) this.made.append(this.#pager());
    this.#show();
  }

  #header(cell, column) {
    const text = textOfCell(cell);
    const sort = element(
      "button",
      { type: "button", className: "sort", onclick: () => this.#sort(column) },
      text,
      icon("sortUp"),
    );
    return element("th", { scope: "col", className: this.numeric[column] ? "number" : "", "aria-sort": "none" }, sort);
  }

  #sort(column) {
    this.order = column === this.column ? NEXT_ORDER[this.order] : "ascending";
    this.column = column;
    this.page = 0;
    this.headers.forEach((header, at) => {
      const order = at === column ? this.order : "none";
      header.setAttribute("aria-sort", order);
      header.querySelector(".icon").replaceWith(icon(order === "descending" ? "sortDown" : "sortUp"));
    });
    this.#show();
  }

  #sorted() {
    if (this.order === "none") return this.rows;
    const sign = this.order === "ascending" ? 1 : -1;
    const { column } = this;
    return [...this.rows].sort((one, other) => {
      // What is no number, such as "no data", stands last in either direction.
      if (isNumber(one[column]) !== isNumber(other[column])) return isNumber(one[column]) ? -1 : 1;
      return sign * compared(one[column], other[column]);
    });
  }

  #show() {
    const first = this.page * this.size;
    const rowHeader = this.block.row_header_column_index ?? 0;
    const shown = this.#sorted().slice(first, first + this.size);
    this.body.replaceChildren(
      ...shown.map((row) =>
        element("tr", {}, ...row.map((cell, column) => this.#cell(cell, column, column === rowHeader))),
      ),
    );
    if (!this.place) return;
    this.place.textContent = `${first + 1}–${first + shown.length} of ${this.rows.length}`;
    this.back.disabled = this.page === 0;
    this.next.disabled = first + this.size >= this.rows.length;
  }

  #cell(cell, column, isHeader) {
    const className = this.numeric[column] ? "number" : "";
    return element(
      isHeader ? "th" : "td",
      isHeader ? { scope: "row", className } : { className },
      ...contentOf(cell, this.directory),
    );
  }

  #pager() {
    this.place = element("span", { role: "status" });
    this.back = iconButton("Previous rows", icon("back"), () => this.#turn(-1));
    this.next = iconButton("Next rows", icon("next"), () => this.#turn(1));
    return element("div", { className: "pager" }, this.place, this.back, this.next);
  }

  #turn(by) {
    this.page += by;
    this.#show();
    // At either end the pressed button is of no more use, and a disabled one would drop the focus.
    const pressed = by < 0 ? this.back : this.next;
    if (pressed.disabled) (by < 0 ? this.next : this.back).focus();
  }
}

// The older block: no caption, no sorting, all rows at once; the first row is the header.
export function table(block, surface) {
  const settings = block.column_settings ?? [];
  const row = (cells, tag, scope) =>
    element(
      "tr",
      {},
      ...cells.map((cell, column) => {
        const { align = "left", is_wrapped: wraps } = settings[column] ?? {};
        return element(
          tag,
          { scope, className: `align-${align}${wraps ? " wraps" : ""}` },
          ...contentOf(cell, surface.directory),
        );
      }),
    );
  const [header, ...rows] = block.rows;
  const made = element(
    "table",
    {},
    element("thead", {}, row(header, "th", "col")),
    element("tbody", {}, ...rows.map((cells) => row(cells, "td"))),
  );
  const scroller = element(
    "div",
    { className: "table-scroller", tabIndex: 0, role: "region", "aria-label": "Table" },
    made,
  );
  return element("div", { className: "block table plain" }, scroller);
}

const isNumber = (cell) => cell.type === "raw_number";

function compared(one, other) {
  if (isNumber(one) && isNumber(other)) return one.value - other.value;
  return ALPHABET.compare(textOfCell(one), textOfCell(other));
}

function textOfCell(cell) {
  if (isNumber(cell)) return cell.text || NUMBER.format(cell.value);
  if (cell.type === "raw_text") return cell.text;
  return element("div", {}, ...richText(cell, { nameOf: () => undefined })).textContent;
}

const contentOf = (cell, directory) =>
  cell.type === "rich_text"
    ? [element("div", { className: "rich-text text" }, ...richText(cell, directory))]
    : [textOfCell(cell)];
