/* The one script of every page. Everything works without it; it saves steps and guards what was typed. */
import { watchCopies } from "./copy.js";
import { watchDrafts } from "./draft.js";
import { watchForms } from "./forms.js";
import { watchLines } from "./lines.js";
import { watchSearch } from "./search.js";
import { watchSheet } from "./sheet.js";

watchSearch();
watchSheet();
watchForms();
watchLines();
watchDrafts();
watchCopies();
