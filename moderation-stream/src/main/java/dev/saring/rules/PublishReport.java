package dev.saring.rules;

/**
 * What a publish did, in rules.
 *
 * @param publishId stands in each RuleChange of this publish
 * @param added were not live before
 * @param changed were live and said something else
 * @param retired are live no more
 * @param unchanged were live already as they are
 * @param awaiting of the added and changed, those that wait in SHADOW for a second person
 */
public record PublishReport(String publishId, long added, long changed, long retired, long unchanged, long awaiting) {

    /** A report on rules of which none waits. */
    public PublishReport(String publishId, long added, long changed, long retired, long unchanged) {
        this(publishId, added, changed, retired, unchanged, 0);
    }
}
