// A form that is kept on the server as it is typed. Every such form also has a button that does it without a script.
const PAUSE = 1500;
const AGAIN = 10000;

/** One form: it knows what was kept last, sends one draft at a time, and says beside the buttons how it stands. */
class Draft {
  constructor(form) {
    this.form = form;
    this.href = form.dataset.lintelDraft;
    this.status = form.querySelector(".lintel-draft__status");
    this.last = this.typed();
    form.addEventListener("input", () => this.soon(PAUSE));
    form.addEventListener("change", () => this.soon(PAUSE));
    form.addEventListener("submit", (event) => this.leave(event));
    window.addEventListener("pageshow", () => (this.gone = false));
    window.addEventListener("online", () => this.keep());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.keep();
    });
  }

  /** What stands in the form now, as it would be sent, but for the token. */
  typed() {
    const data = new FormData(this.form);
    data.delete("csrfmiddlewaretoken");
    return new URLSearchParams([...data].filter(([, value]) => typeof value === "string")).toString();
  }

  soon(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), pause);
  }

  /** Keeps what is not kept yet; answers whether all is kept. One at a time, so that none overtakes another. */
  async keep() {
    this.keeping = (this.keeping ?? Promise.resolve()).then(() => this.keepNow());
    return this.keeping;
  }

  async keepNow() {
    clearTimeout(this.timer);
    const typed = this.typed();
    if (this.gone || typed === this.last) return !this.isSignedOut;
    try {
      let answer = await this.send(typed);
      if (answer.status === 403 && (await this.freshToken())) answer = await this.send(typed);
      return await this.tell(answer, typed);
    } catch {
      this.say(this.status.dataset.offline);
      this.soon(AGAIN);
      return false;
    }
  }

  send(typed) {
    const token = this.form.querySelector("[name=csrfmiddlewaretoken]").value;
    return fetch(this.href, {
      method: "POST",
      body: new URLSearchParams(typed),
      headers: { "X-CSRFToken": token },
      credentials: "same-origin",
      redirect: "manual",
      keepalive: typed.length < 60000,
    });
  }

  /** After signing in again in another tab this page's token is old: every form of the page takes the new one. */
  async freshToken() {
    const answer = await fetch(this.href, { credentials: "same-origin", redirect: "manual" });
    if (!answer.ok) return false;
    const { token } = await answer.json();
    for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
    return true;
  }

  async tell(answer, typed) {
    this.isSignedOut = answer.type === "opaqueredirect";
    if (this.isSignedOut) {
      this.sayToSignIn();
      return false;
    }
    const said = await answer.json().catch(() => ({}));
    if (answer.ok) {
      this.last = typed;
      this.say(said.kept ? `${this.status.dataset.kept} ${said.kept}` : "");
      return true;
    }
    this.say(said.refused ? `${this.status.dataset.refused} ${said.refused}` : this.status.dataset.offline);
    return true;
  }

  say(words) {
    this.status.textContent = words;
  }

  sayToSignIn() {
    const link = document.createElement("a");
    link.className = "govuk-link";
    link.href = "/sign-in/";
    link.target = "_blank";
    link.textContent = this.status.dataset.signIn;
    this.status.replaceChildren(`${this.status.dataset.signedOut} `, link);
  }

  /** Before the form is sent what was typed is kept; a form that nobody would take is not sent. */
  async leave(event) {
    if (this.gone) return;
    event.preventDefault();
    if (this.leaving) return;
    this.leaving = true;
    const kept = await this.keep();
    this.leaving = false;
    if (!kept) return;
    this.gone = true;
    this.form.requestSubmit(event.submitter);
  }
}

/** Starts every form that is kept as it is typed. */
export function startDrafts() {
  for (const form of document.querySelectorAll("form[data-lintel-draft]")) new Draft(form);
}
