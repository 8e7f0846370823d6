// Rules for the page's scripts: `npx eslint --config tests/browser/eslint.config.mjs mapper/maps/js`.

import { noWords } from "./words_rule.mjs";

/** What the page uses of the browser; a new name here is a new thing a browser must have. */
const BROWSER = `Blob CompressionStream DOMMatrix DecompressionStream ImageData ResizeObserver Response TextDecoder URL
  URLSearchParams Worker XMLSerializer addEventListener atob clearInterval clearTimeout document getSelection history
  location matchMedia navigator performance print requestAnimationFrame self setInterval setTimeout window`;

/** Folders of the scripts, lowest first: each may import from itself and those before it. */
const FOLDERS = ["base", "data", "state", "draw", "panes"];

const direction = FOLDERS.map((folder, i) => ({
  files: [`mapper/maps/js/${folder}/*.js`],
  rules: {
    "no-restricted-imports": [
      "error",
      {
        patterns: [
          { group: FOLDERS.slice(i + 1).map((above) => `../${above}/*`).concat("../*.js"), message: `${folder}/ stands below: let it be told by the view's changes.` },
        ],
      },
    ],
  },
}));

export default [
  ...direction,
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    plugins: { mapper: { rules: { "no-words": noWords } } },
    languageOptions: {
      ecmaVersion: 2022,
      sourceType: "module",
      globals: Object.fromEntries(["L", ...BROWSER.split(/\s+/)].map((name) => [name, "readonly"])),
    },
    rules: {
      "mapper/no-words": "error",
      "array-callback-return": "error",
      "consistent-return": "error",
      "constructor-super": "error",
      curly: ["error", "multi-line"],
      eqeqeq: "error",
      "no-alert": "error",
      "no-console": "error",
      "no-cond-assign": "error",
      "no-const-assign": "error",
      "no-control-regex": "error",
      "no-dupe-args": "error",
      "no-dupe-class-members": "error",
      "no-dupe-keys": "error",
      "no-empty": "error",
      "no-eval": "error",
      "no-fallthrough": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-prototype-builtins": "error",
      "no-redeclare": "error",
      "no-self-assign": "error",
      "no-shadow": "error",
      "no-sparse-arrays": "error",
      "no-undef": "error",
      "no-unreachable": "error",
      "no-unsafe-finally": "error",
      "no-unused-expressions": "error",
      "no-unused-vars": ["error", { args: "after-used" }],
      "no-useless-assignment": "error",
      "no-useless-escape": "error",
      "no-var": "error",
      "prefer-const": "error",
      "require-await": "error",
      "use-isnan": "error",
      "valid-typeof": "error",
      "no-restricted-syntax": [
        "error",
        { selector: "TemplateLiteral TemplateLiteral", message: "Where scripts are linked, blanks of a text within a text would go." },
      ],
      "no-restricted-properties": [
        "error",
        { property: "innerHTML", message: "Texts are hostile: build elements with h()." },
        { property: "outerHTML", message: "Texts are hostile: build elements with h()." },
        { property: "insertAdjacentHTML", message: "Texts are hostile: build elements with h()." },
        { object: "document", property: "write" },
      ],
      "no-restricted-globals": [
        "error",
        { name: "fetch", message: "The page asks the network for nothing." },
        { name: "XMLHttpRequest", message: "The page asks the network for nothing." },
        { name: "WebSocket", message: "The page asks the network for nothing." },
        { name: "localStorage", message: "The page remembers nothing." },
        { name: "sessionStorage", message: "The page remembers nothing." },
      ],
    },
  },
];
