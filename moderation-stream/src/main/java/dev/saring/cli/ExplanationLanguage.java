package dev.saring.cli;

/** The languages that explanations are written in, by their tags. */
enum ExplanationLanguage {
    id,
    en
}
