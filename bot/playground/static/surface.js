// Where blocks stand, as the blocks need to know it: whose names they use, what has been chosen, and who hears of it.

export class Surface {
  // `place` is {channel, ts} or {view_id}; `act(blockId, actionId, value)` gives a promise of the answer;
  // `values` is a Values, `errors` a sentence for each input block that has a mistake.
  // `conversation` is the channel it is in, if any.
  constructor({ place, directory, server, values, act, errors = {}, conversation }) {
    Object.assign(this, { place, directory, server, values, act, errors, conversation });
  }

  chosen(block, item, initial) {
    const kept = this.values.get(block.block_id, item.action_id);
    if (kept === undefined && initial !== undefined) this.values.set(block.block_id, item.action_id, initial);
    return kept ?? initial;
  }

  keep(block, item, value) {
    this.values.set(block.block_id, item.action_id, value);
  }
}

// What a person has chosen, by block_id and action_id, in the forms that the control API takes.
export class Values {
  all = {};
  #files = {};

  get = (blockId, actionId) => this.all[blockId]?.[actionId];

  set(blockId, actionId, value) {
    this.all[blockId] ??= {};
    this.all[blockId][actionId] = value;
  }

  // What stands in these blocks; an update may have taken others away.
  within(blocks) {
    const ids = new Set(blocks.map((block) => block.block_id));
    return Object.fromEntries(Object.entries(this.all).filter(([id]) => ids.has(id)));
  }

  // The files of a file_input, of which `all` holds only the ids.
  filesOf = (blockId, actionId) => this.#files[`${blockId} ${actionId}`];
  keepFiles = (blockId, actionId, files) => (this.#files[`${blockId} ${actionId}`] = files);
}
