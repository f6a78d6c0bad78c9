/// <reference lib="dom" />
/** Menus, sliders and text fields for the groups of controls. */
import { fieldValue } from "../address.js";
import { type Group, groups, type Menu } from "../groups.js";
import { type Field, type FieldValue, positionOf, type Quantity, quantity, type Row, valueAt } from "../quantity.js";
import type { Specification } from "../specification.js";
import { element } from "./element.js";

/** Called while a control moves, and once more, settled, when it is let go. */
export type Change = (specification: Specification, isSettled: boolean) => void;

export interface Controls {
  /** Puts the controls where a specification has them. */
  readonly show: (specification: Specification) => void;
}

/** Positions of a slider that is no count. */
const POSITIONS = 250;
/** Numbers of a list that have a slider. */
const SLIDERS = 2;

export function createControls(form: HTMLElement, change: Change): Controls {
  let current: Specification;
  const changed = (specification: Specification, isSettled: boolean): void => {
    show(specification);
    change(specification, isSettled);
  };
  const parts = groups.map((group) => groupControls(group, () => current, changed));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.replaceChildren(...parts.map(({ box }) => box));
  // on a telephone the figures come sooner when only the first group is open
  const isWide = matchMedia("(min-width: 60rem)").matches;
  parts.forEach(({ box }, index) => {
    box.open = isWide || index === 0;
  });
  function show(specification: Specification): void {
    current = specification;
    for (const part of parts) part.show(specification);
  }
  return { show };
}

type Get = () => Specification;

function groupControls(
  group: Group,
  get: Get,
  change: Change,
): { readonly box: HTMLDetailsElement; readonly show: Controls["show"] } {
  const menus = group.menus.map((menu) => menuControl(menu, get, change));
  const fields = element("div", { class: "fields" });
  const box = element("details", { class: "group" }, [
    element("summary", {}, [group.title]),
    ...menus.map(({ box }) => box),
    fields,
  ]);
  let shape = "";
  let setters: readonly ((value: FieldValue) => void)[] = [];
  return {
    box,
    show(specification) {
      for (const menu of menus) menu.show(specification);
      const list = group.fields(specification);
      const values = group.values(specification);
      const next = JSON.stringify(list);
      if (next !== shape) {
        shape = next;
        const set = (name: string, value: FieldValue, isSettled: boolean): void =>
          change(group.with(get(), { ...group.values(get()), [name]: value }), isSettled);
        const controls = list.map((field) => fieldControl(field, (value, end) => set(field.name, value, end)));
        fields.replaceChildren(...controls.map(({ box }) => box));
        setters = controls.map(({ show }) => show);
      }
      list.forEach(({ name }, i) => {
        setters[i](values[name]);
      });
    },
  };
}

function menuControl(
  menu: Menu,
  get: Get,
  change: Change,
): { readonly box: HTMLElement; readonly show: Controls["show"] } {
  const select = element("select", { id: menu.name, name: menu.name });
  select.addEventListener("change", () => change(menu.with(get(), select.value), true));
  let known = "";
  return {
    box: element("div", { class: "menu" }, [element("label", { for: menu.name }, [menu.label]), select]),
    show(specification) {
      const options = menu.options(specification);
      const next = JSON.stringify(options);
      if (next !== known) {
        known = next;
        const entries = Object.entries(options).map(([value, title]) => element("option", { value }, [title]));
        select.replaceChildren(...entries);
      }
      select.value = menu.value(specification);
    },
  };
}

type Set = (value: FieldValue, isSettled: boolean) => void;

interface FieldControl {
  readonly box: HTMLElement;
  readonly show: (value: FieldValue) => void;
}

function fieldControl(field: Field, set: Set): FieldControl {
  const id = `field-${field.name}`;
  const text = element("input", { id, type: "text", autocomplete: "off", spellcheck: "false" });
  text.addEventListener("change", () => {
    const value = fieldValue(field, text.value);
    text.toggleAttribute("aria-invalid", value === undefined);
    if (value !== undefined) set(value, true);
  });
  const label = element("label", { for: id }, [field.label]);
  const isTyping = (): boolean => document.activeElement === text;
  const write = (value: FieldValue): void => {
    const shown = typeof value === "object" ? value.join(", ") : String(value);
    if (!isTyping() || fieldValue(field, text.value) !== value) text.value = shown;
    text.removeAttribute("aria-invalid");
  };
  if (field.kind === "text") {
    return { box: element("div", { class: "field wide" }, [label, text]), show: write };
  }
  if (field.kind === "list") return listControl(field, { label, text, write }, set);
  text.inputMode = "decimal";
  const slider = sliderControl(field, field.label, set);
  return {
    box: element("div", { class: "field" }, [label, slider.box, text]),
    show(value) {
      write(value);
      slider.show(value as number);
    },
  };
}

function listControl(
  field: Row,
  parts: { readonly label: Node; readonly text: Node; readonly write: (value: FieldValue) => void },
  set: Set,
): FieldControl {
  let values: readonly number[] = [];
  const sliders = Array.from({ length: SLIDERS }, (_, i) =>
    sliderControl(
      quantity(field.name, field.label, 0, [field.least, field.most]),
      `${field.label}, entry ${i + 1}`,
      (value, end) =>
        set(
          values.map((old, j) => (j === i ? (value as number) : old)),
          end,
        ),
    ),
  );
  const row = element(
    "div",
    { class: "sliders" },
    sliders.map(({ box }) => box),
  );
  const box = element("div", { class: "field" }, [parts.label, row, parts.text]);
  return {
    box,
    show(value) {
      values = value as readonly number[];
      parts.write(value);
      sliders.forEach((slider, i) => {
        slider.box.hidden = i >= values.length;
        slider.show(values[i] ?? 0);
      });
    },
  };
}

function sliderControl(
  field: Quantity,
  name: string,
  set: Set,
): { readonly box: HTMLInputElement; readonly show: (value: number) => void } {
  const [min, max] = field.whole ? [field.least, field.most] : [0, POSITIONS];
  const slider = element("input", {
    type: "range",
    min: String(min),
    max: String(max),
    step: "1",
    "aria-label": name,
    "data-field": field.name,
  });
  const value = (): number => (field.whole ? Number(slider.value) : valueAt(field, Number(slider.value) / POSITIONS));
  slider.addEventListener("input", () => set(value(), false));
  slider.addEventListener("change", () => set(value(), true));
  return {
    box: slider,
    show(number) {
      const position = field.whole ? number : Math.round(POSITIONS * positionOf(field, number));
      // while it is dragged it stays under the pointer
      if (document.activeElement !== slider || value() !== number) slider.value = String(position);
      slider.setAttribute("aria-valuetext", String(number));
    },
  };
}
