package dev.saring.rules;

/**
 * One thing that is wrong in a rule or policy file.
 *
 * @param file the file's name
 * @param line counted from 1; of a CSV record that spans several lines, the first; 0 where it concerns the whole file
 * @param column in a CSV file the column's name, in a YAML file its number counted from 1; empty where it concerns the
 *     whole line
 * @param text what is wrong and how to mend it
 */
public record Problem(String file, long line, String column, String text) {

    /** {@code file:line:column: what is wrong; remedy}, without the parts that are unknown. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(file);
        if (line > 0) {
            out.append(':').append(line);
        }
        if (!column.isEmpty()) {
            out.append(':').append(column);
        }
        return out.append(": ").append(text).toString();
    }
}
