package dev.saring.classify.policy;

import dev.saring.moderation.GapKind;
import dev.saring.moderation.Reason;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Why a decision was made, in words that can be shown to the uploader. */
public final class Reasons {
    private static final Map<String, String> LEGAL_BASIS = Map.of("id", "Dasar: ", "en", "Basis: ");

    private Reasons() {}

    /**
     * The reason that a policy gives.
     *
     * @param ruleId the rule, or null
     * @param legalBasis the law or order that the rule carries out, or null
     */
    public static Reason of(Policy policy, String ruleId, String legalBasis) {
        Map<String, String> texts = new TreeMap<>(policy.explanation());
        if (legalBasis != null && !legalBasis.isEmpty()) {
            texts.replaceAll((language, text) ->
                    text + " " + LEGAL_BASIS.getOrDefault(language, LEGAL_BASIS.get("en")) + legalBasis);
        }
        return new Reason(policy.code(), ruleId, texts);
    }

    /** The reason that something could not be looked at. */
    public static Reason of(GapKind gap) {
        return switch (gap) {
            case HASH_MISSING ->
                reason(
                        "Gambar atau video ini belum dapat diperiksa secara otomatis, sehingga petugas akan melihatnya.",
                        "This image or video could not be checked automatically yet, so a person will look at it.");
            case HASH_MALFORMED ->
                reason(
                        "Sidik digital gambar atau video ini tidak terbaca, sehingga petugas akan melihatnya.",
                        "The fingerprint of this image or video could not be read, so a person will look at it.");
            case FRAMES_UNUSABLE ->
                reason(
                        "Video ini terlalu gelap atau polos untuk diperiksa otomatis, sehingga petugas akan melihatnya.",
                        "This video is too dark or plain to be checked automatically, so a person will look at it.");
            case TEXT_CUT, TEXTS_CUT ->
                reason(
                        "Teksnya lebih panjang daripada yang dapat diperiksa otomatis, sehingga petugas akan membacanya.",
                        "There is more text than can be checked automatically, so a person will read it.");
            case MEDIA_CUT, HASHES_CUT, FRAMES_CUT ->
                reason(
                        "Medianya lebih banyak daripada yang dapat diperiksa otomatis, sehingga petugas akan melihatnya.",
                        "There are more media than can be checked automatically, so a person will look at them.");
            case INCOMPLETE ->
                reason(
                        "Unggahan ini belum lengkap diproses. Pemeriksaan dilanjutkan setelah lengkap.",
                        "This upload has not been fully processed yet. The check goes on once it is complete.");
            case EVENT_UNCLEAR, DECISION_CUT, FAILURE, UNKNOWN ->
                reason(
                        "Unggahan ini belum dapat diperiksa secara otomatis, sehingga petugas akan melihatnya.",
                        "This upload could not be checked automatically, so a person will look at it.");
        };
    }

    /** The reason that a person or an authority has decided before, where no known policy says more. */
    public static Reason standing() {
        return reason(
                "Keputusan sebelumnya atas konten ini masih berlaku.",
                "An earlier decision on this content still holds.");
    }

    private static Reason reason(String indonesian, String english) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("id", indonesian);
        texts.put("en", english);
        return new Reason("", null, texts);
    }
}
