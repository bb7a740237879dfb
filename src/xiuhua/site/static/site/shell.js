/* The one script of every page. Everything works without it; it saves steps and guards what was typed. */
import { watchCopies } from "./copy.js";
import { watchDrafts } from "./draft.js";
import { watchFilters } from "./filter.js";
import { watchForms } from "./forms.js";
import { watchLines } from "./lines.js";
import { watchOutbox } from "./outbox.js";
import { watchSearch } from "./search.js";
import { watchSheet } from "./sheet.js";

watchSearch();
watchSheet();
watchForms();
watchLines();
watchDrafts();
watchCopies();
watchOutbox();
watchFilters();
