// Who and what an id is, as this person knows it.

export class Directory {
  constructor({ person, people, apps, channels }) {
    this.me = person;
    this.people = people;
    this.apps = apps;
    this.channels = channels;
  }

  person = (id) => this.people.find((each) => each.id === id);
  app = (id) => this.apps.find((each) => each.id === id);
  channel = (id) => this.channels.find((each) => each.id === id);

  get bot() {
    return this.apps[0];
  }

  // The conversation between this person and the bot.
  get im() {
    return this.channels.find((each) => each.kind === "im" && each.members.includes(this.bot.id));
  }

  isHere = (channel) => channel.members.includes(this.bot.id);

  author(id) {
    const person = this.person(id);
    if (person) return { name: person.real_name, isApp: false, tone: this.people.indexOf(person) + 1 };
    return { name: this.app(id)?.name ?? id, isApp: true, tone: id === this.bot.id ? "bot" : "slackbot" };
  }

  // The name of a person, app or channel, or undefined.
  nameOf = (id) => {
    const channel = this.channel(id);
    return this.person(id)?.real_name ?? this.app(id)?.name ?? (channel && this.titleOf(channel));
  };

  titleOf = (channel) => (channel.kind === "im" ? this.bot.name : channel.name);
}
