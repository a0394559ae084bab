// The control API of the local Slack: what this person does goes out, what happens comes in.

const KINDS = [
  "state",
  "posted",
  "changed",
  "deleted",
  "channels",
  "view",
  "home",
  "traffic",
  "faults",
  "reset",
];

export class Server {
  // `onConnection(isThere)` hears when the server goes and comes back.
  constructor(onConnection) {
    this.onConnection = onConnection;
  }

  // `hear` holds a function for each kind of event; "state" comes first, and again after a lost connection.
  listen(person, hear) {
    this.person = person;
    this.stream?.close();
    this.stream = new EventSource(address("events", { person }));
    this.stream.addEventListener("open", () => this.onConnection(true));
    this.stream.addEventListener("error", () => this.onConnection(false));
    for (const kind of KINDS) {
      this.stream.addEventListener(kind, (event) => hear[kind]?.(JSON.parse(event.data)));
    }
  }

  // Do something as this person; the answer has `error`, a text, when it failed.
  post = (what, asked = {}) => this.operate(what, { person: this.person, ...asked });

  // Do something to the workspace that is no person's doing.
  async operate(what, asked = {}) {
    const headers = { "content-type": "application/json" };
    return this.#answer(address(what), { method: "POST", headers, body: JSON.stringify(asked) });
  }

  async get(what, asked = {}) {
    return this.#answer(address(what, asked));
  }

  // Bring the bytes of a file: {file} or {error}.
  async upload(file) {
    const where = address("upload", { person: this.person, name: file.name });
    return this.#answer(where, { method: "POST", headers: { "content-type": "application/octet-stream" }, body: file });
  }

  fileAddress = (file) => address("file", { id: file.id, person: this.person });

  // `place` is {channel, ts} or {view_id}.
  chartAddress = (place, blockId, theme, width) =>
    address("chart", { person: this.person, ...place, block_id: blockId, theme, width });

  async #answer(where, options) {
    try {
      return await (await fetch(where, options)).json();
    } catch {
      this.onConnection(false);
      return { error: "The local Slack does not answer." };
    }
  }
}

function address(what, asked = {}) {
  const query = new URLSearchParams(Object.entries(asked).filter(([, value]) => value !== undefined && value !== null));
  return `/_local/${what}${query.size ? `?${query}` : ""}`;
}
