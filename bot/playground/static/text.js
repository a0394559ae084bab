// Text objects. https://docs.slack.dev/reference/block-kit/composition-objects/text-object

import { element } from "./dom.js";
import { mrkdwn, unescaped } from "./mrkdwn.js";

export const textOf = (text, directory) =>
  text.type === "mrkdwn"
    ? mrkdwn(text.text, directory.nameOf)
    : [element("div", { className: "line" }, unescaped(text.text))];

export const plain = (text) => (text ? unescaped(text.text) : "");
