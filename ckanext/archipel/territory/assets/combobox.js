/* Turns the text input of territories into a combobox (ARIA 1.2), and the boxes of those chosen into tags to remove.
   Without this script the same input and boxes are sent as they are, and the server understands what was typed. */
ckan.module("archipel-territory", function () {
  "use strict";

  const DELAY = 150;

  function element(name, attributes, ...children) {
    const node = document.createElement(name);
    Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
    node.append(...children);
    return node;
  }

  return {
    initialize() {
      const root = this.el[0];
      this.input = root.querySelector("input[type=text]");
      this.chosen = root.querySelector(".archipel-territory__chosen");
      this.status = root.querySelector("[role=status]");
      this.places = [];
      this.active = -1;
      const id = `${this.input.id}-options`;
      this.list = element("ul", { id, role: "listbox", class: "archipel-territory__options", hidden: "" });
      this.list.setAttribute("aria-label", this.options.label);
      this.input.after(this.list);
      this.input.parentElement.classList.add("archipel-territory");
      this.input.removeAttribute("list");
      Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": id, "aria-expanded": "false" })
        .forEach(([key, value]) => this.input.setAttribute(key, value));
      this.chosen.querySelectorAll("input:checked").forEach((box) => {
        const tag = this.tag({ id: box.value, label: box.parentElement.textContent.trim() });
        box.closest("li").replaceWith(tag);
      });
      this.input.addEventListener("input", () => this.later());
      this.input.addEventListener("keydown", (event) => this.key(event));
      this.input.addEventListener("blur", () => this.close());
      this.list.addEventListener("mousedown", (event) => event.preventDefault());
      this.list.addEventListener("click", (event) => {
        const option = event.target.closest("[role=option]");
        if (option) this.choose(this.places[option.dataset.number]);
      });
    },

    later() {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.search(), DELAY);
    },

    async search() {
      const text = this.input.value.trim();
      if (this.request) this.request.abort();
      if (!text) return this.close();
      this.request = new AbortController();
      try {
        const query = new URLSearchParams({ q: text, limit: "10" });
        const answer = await fetch(`${this.options.source}?${query}`, { signal: this.request.signal });
        if (!answer.ok) throw new Error(answer.statusText);
        this.show((await answer.json()).result);
      } catch (error) {
        if (error.name !== "AbortError") {
          this.close();
          this.status.textContent = this.options.failed;
        }
      }
    },

    show(places) {
      const taken = new Set([...this.chosen.querySelectorAll("input")].map((input) => input.value));
      this.places = places.filter((place) => !taken.has(place.id));
      this.list.replaceChildren(...this.places.map((place, number) => element(
        "li",
        { role: "option", id: `${this.list.id}-${number}`, "data-number": number, "aria-selected": "false" },
        place.label,
        element("span", { class: "archipel-territory__hint" }, place.hint),
      )));
      this.active = -1;
      this.input.removeAttribute("aria-activedescendant");
      this.open(this.places.length > 0);
      this.status.textContent = this.places.length
        ? this.options.found.replace("{count}", this.places.length) : this.options.none;
    },

    open(shown) {
      this.list.hidden = !shown;
      this.input.setAttribute("aria-expanded", String(shown));
    },

    close() {
      clearTimeout(this.timer);
      this.open(false);
      this.active = -1;
      this.input.removeAttribute("aria-activedescendant");
    },

    key(event) {
      const opened = !this.list.hidden;
      const last = this.places.length - 1;
      const moves = { ArrowDown: this.active < last ? this.active + 1 : 0, ArrowUp: this.active > 0 ? this.active - 1 : last };
      if (event.key in moves) {
        event.preventDefault();
        if (opened) this.move(moves[event.key]);
        else this.search();
      } else if (event.key === "Escape" && opened) {
        event.preventDefault();
        this.close();
      } else if (event.key === "Enter" && this.input.value.trim()) {
        event.preventDefault();
        if (opened) this.choose(this.places[Math.max(this.active, 0)]);
        else this.search();
      }
    },

    move(number) {
      [...this.list.children].forEach((option, rank) => option.setAttribute("aria-selected", String(rank === number)));
      this.active = number;
      this.input.setAttribute("aria-activedescendant", this.list.children[number].id);
      this.list.children[number].scrollIntoView({ block: "nearest" });
    },

    choose(place) {
      this.chosen.append(this.tag(place));
      this.input.value = "";
      this.close();
      this.status.textContent = this.options.added.replace("{name}", place.label);
    },

    tag(place) {
      const button = element("button", { type: "button" }, `${place.label} ×`);
      button.setAttribute("aria-label", this.options.remove.replace("{name}", place.label));
      const item = element("li", {}, element("input", { type: "hidden", name: this.input.name, value: place.id }), button);
      button.addEventListener("click", () => {
        item.remove();
        this.input.focus();
        this.status.textContent = this.options.removed.replace("{name}", place.label);
      });
      return item;
    },
  };
});
