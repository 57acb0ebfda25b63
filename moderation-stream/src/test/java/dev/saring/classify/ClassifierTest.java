package dev.saring.classify;

import static dev.saring.classify.Samples.NOW;
import static dev.saring.classify.Samples.bytes;
import static dev.saring.classify.Samples.flip;
import static dev.saring.classify.Samples.hash;
import static dev.saring.classify.Samples.image;
import static dev.saring.classify.Samples.keyword;
import static dev.saring.classify.Samples.rules;
import static dev.saring.classify.Samples.upload;
import static dev.saring.classify.Samples.video;
import static dev.saring.moderation.RuleAction.ALLOW;
import static dev.saring.moderation.RuleAction.BLOCK;
import static dev.saring.moderation.RuleAction.LABEL;
import static dev.saring.moderation.RuleAction.REVIEW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.saring.moderation.DueKind;
import dev.saring.moderation.Gap;
import dev.saring.moderation.GapKind;
import dev.saring.moderation.HashAlgorithm;
import dev.saring.moderation.HashMatch;
import dev.saring.moderation.HashRule;
import dev.saring.moderation.KeywordMatch;
import dev.saring.moderation.MediaHash;
import dev.saring.moderation.MediaKind;
import dev.saring.moderation.ModerationDecision;
import dev.saring.moderation.Outcome;
import dev.saring.moderation.Reason;
import dev.saring.moderation.RestrictionOrigin;
import dev.saring.moderation.RuleMode;
import dev.saring.moderation.StandingRestriction;
import dev.saring.moderation.TextField;
import dev.saring.moderation.UploadEvent;
import dev.saring.moderation.UploadKind;
import dev.saring.moderation.UploadMedia;
import dev.saring.moderation.UploadText;
import dev.saring.moderation.WhilePending;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ClassifierTest {
    private final Classifier classifier = new Classifier();

    private ModerationDecision decide(UploadEvent.Builder upload, RuleSet rules) {
        return classifier.classify(upload.build(), rules, Context.at(NOW));
    }

    @Test
    void classify_nothingFound_approvesAndSaysBySetAndTime() {
        RuleSet rules = rules(keyword("r1", "judi", "gambling", BLOCK));
        ModerationDecision decision = decide(upload("selamat pagi dunia"), rules);
        assertThat(decision.getOutcome()).isEqualTo(Outcome.APPROVED);
        assertThat(decision.getKeywordMatches()).isEmpty();
        assertThat(decision.getReasons()).isEmpty();
        assertThat(decision.getRuleSetVersion()).matches("rs-[0-9a-f]{16}");
        assertThat(decision.getDecidedAt()).isEqualTo(NOW);
        assertThat(decision.getTriggerId()).isEqualTo("c1/0");
        assertThat(decision.getDueAt()).isNull();
    }

    @Test
    void classify_afterwards_holdsOnToNoRules() {
        WeakReference<RuleSet> rules = new WeakReference<>(rules(keyword("r1", "judi", "gambling", BLOCK)));
        decide(upload("main judi yuk"), rules.get());
        await().until(() -> {
            System.gc();
            return rules.refersTo(null);
        });
    }

    @Test
    void classify_sameUploadAgain_sameDecision() {
        RuleSet rules = rules(keyword("r1", "judi", "gambling", BLOCK));
        assertThat(decide(upload("main judi yuk"), rules)).isEqualTo(decide(upload("main judi yuk"), rules));
    }

    @Test
    void classify_eventIdGiven_isTheTrigger() {
        ModerationDecision decision = decide(upload("halo").setEventId("e7"), rules());
        assertThat(decision.getTriggerId()).isEqualTo("e7");
        assertThat(decision.getDecisionId())
                .isEqualTo(decide(upload("lain").setEventId("e7"), rules()).getDecisionId());
    }

    @Test
    void classify_phraseInText_matchPointsIntoTheOriginal() {
        ModerationDecision decision =
                decide(upload("ayo main SLOT  gacor!"), rules(keyword("r1", "slot gacor", "gambling", BLOCK)));
        assertThat(decision.getOutcome()).isEqualTo(Outcome.BLOCKED);
        KeywordMatch match = decision.getKeywordMatches().get(0);
        assertThat(match.getMatchedText()).isEqualTo("SLOT  gacor");
        assertThat(match.getStart()).isEqualTo(9);
        assertThat(match.getEnd()).isEqualTo(20);
        assertThat(decision.getMinimumAge()).isEqualTo(18);
        assertThat(decision.getReviewQueue()).isEqualTo("gambling.und");
        Reason reason = decision.getReasons().get(0);
        assertThat(reason.getTexts()).containsEntry("id", "Alasan gambling").containsEntry("en", "Reason gambling");
        assertThat(reason.getRuleId()).isEqualTo("r1");
    }

    @Test
    void classify_booleanAcrossTexts_spansTheWholeUpload() {
        RuleSet rules = rules(keyword("r1", "judi & (daftar | deposit) & !berita", "gambling", BLOCK));
        assertThat(decide(upload("judi", "daftar"), rules).getOutcome()).isEqualTo(Outcome.BLOCKED);
        assertThat(decide(upload("judi"), rules).getOutcome()).isEqualTo(Outcome.APPROVED);
        assertThat(decide(upload("judi daftar", "berita"), rules).getOutcome()).isEqualTo(Outcome.APPROVED);
    }

    @Test
    void classify_ruleBoundToFields_looksNowhereElse() {
        RuleSet rules = rules(keyword("r1", "judi", "gambling", BLOCK).setFields(List.of(TextField.TITLE)));
        assertThat(decide(upload("judi"), rules).getOutcome()).isEqualTo(Outcome.APPROVED);
        UploadText title = new UploadText(TextField.TITLE, null, "judi");
        assertThat(decide(upload().setTexts(List.of(title)), rules).getOutcome())
                .isEqualTo(Outcome.BLOCKED);
    }

    @Test
    void classify_twoRules_strongestActionWinsAndAllAreListed() {
        RuleSet rules = rules(
                keyword("a", "judi", "gambling", LABEL).setLabels(List.of("judi")),
                keyword("b", "judi online", "gambling", BLOCK),
                keyword("c", "online", "hate", REVIEW));
        ModerationDecision decision = decide(upload("judi online"), rules);
        assertThat(decision.getOutcome()).isEqualTo(Outcome.BLOCKED);
        assertThat(decision.getKeywordMatches())
                .extracting(KeywordMatch::getRuleId)
                .containsExactly("b", "c", "a");
        assertThat(decision.getLabels()).containsExactly("judi");
        assertThat(decision.getReasons()).extracting(Reason::getPolicy).containsExactly("gambling", "hate");
    }

    @Test
    void classify_policyWithCeiling_keywordsOnlyReviewButHashesBlock() {
        byte[] known = bytes(16, 1);
        RuleSet rules = rules(keyword("k", "benci", "hate", BLOCK), hash("h", HashAlgorithm.MD5, "hate", BLOCK, known));
        ModerationDecision byText = decide(upload("benci"), rules);
        assertThat(byText.getOutcome()).isEqualTo(Outcome.REVIEW);
        assertThat(byText.getWhilePending()).isEqualTo(WhilePending.LIVE);
        UploadMedia image = image("m", hash(HashAlgorithm.MD5, known));
        assertThat(decide(upload("halo").setMedia(List.of(image)), rules).getOutcome())
                .isEqualTo(Outcome.BLOCKED);
    }

    @Test
    void classify_review_carriesQueuePriorityAndDueDate() {
        RuleSet rules = rules(keyword("k", "bandar", "gambling", REVIEW).setSeverity(60));
        ModerationDecision here = decide(upload("bandar").setLanguage("id-ID"), rules);
        assertThat(here.getReviewQueue()).isEqualTo("gambling.id");
        assertThat(here.getReviewPriority()).isEqualTo(60 + 15);
        assertThat(here.getDueAt()).isEqualTo(NOW.plus(Duration.ofHours(4)));
        assertThat(here.getDueKind()).isEqualTo(DueKind.LEGAL);
        assertThat(here.getReviewGroup()).startsWith("text:");
        ModerationDecision elsewhere = decide(upload("bandar").setRegion("SG"), rules);
        assertThat(elsewhere.getDueAt()).isEqualTo(NOW.plus(Duration.ofHours(24)));
        assertThat(elsewhere.getDueKind()).isEqualTo(DueKind.TARGET);
    }

    @Test
    void classify_strikes_raiseThePriorityUpToALimit() {
        RuleSet rules = rules(keyword("k", "bandar", "gambling", REVIEW).setSeverity(60));
        UploadEvent upload = upload("bandar").setRegion("SG").build();
        int base = classifier.classify(upload, rules, Context.at(NOW)).getReviewPriority();
        int two = classifier.classify(upload, rules, new Context(NOW, 2, null)).getReviewPriority();
        int many =
                classifier.classify(upload, rules, new Context(NOW, 1000, null)).getReviewPriority();
        assertThat(two).isEqualTo(base + 6);
        assertThat(many).isEqualTo(base + 30);
    }

    @Test
    void classify_childSafety_isPreservedRestrictedAndFirst() {
        RuleSet rules = rules(keyword("k", "kode", "child-safety", BLOCK).setSeverity(100));
        ModerationDecision decision = decide(upload("kode"), rules);
        assertThat(decision.getPreserveUntil()).isEqualTo("2027-11-24T08:00:00Z");
        assertThat(rules.restricts(decision)).isTrue();
        assertThat(decision.getReviewPriority()).isEqualTo(150);
    }

    @Test
    void classify_childSafetyElsewhereAndAGapHere_isPreserved() {
        RuleSet rules = rules(keyword("k", "kode", "child-safety", BLOCK).setRegions(List.of("US")));
        ModerationDecision here = decide(upload("kode"), rules);
        assertThat(here.getOutcome()).isEqualTo(Outcome.APPROVED);
        assertThat(here.getPreserveUntil()).isNull();
        ModerationDecision unseen = decide(upload("kode").setMedia(List.of(image("m"))), rules);
        assertThat(unseen.getOutcome()).isEqualTo(Outcome.REVIEW);
        assertThat(unseen.getPreserveUntil()).isEqualTo("2027-11-24T08:00:00Z");
    }

    @Test
    void classify_onlyAGapAsksForReview_queueAndFirstReasonAreTheGaps() {
        RuleSet rules = rules(
                keyword("e", "belajar", "education", LABEL),
                keyword("g", "judi", "gambling", BLOCK).setRegions(List.of("US")),
                keyword("h", "benci", "hate", REVIEW));
        UploadEvent.Builder unseen = upload("belajar matematika, bukan judi").setMedia(List.of(image("m")));
        ModerationDecision gap = decide(unseen, rules);
        assertThat(gap.getReviewQueue()).isEqualTo("general.und");
        assertThat(gap.getReasons()).extracting(Reason::getPolicy).containsExactly("", "gambling", "education");
        ModerationDecision asked = decide(upload("belajar benci").setMedia(List.of(image("m"))), rules);
        assertThat(asked.getReviewQueue()).isEqualTo("hate.und");
        assertThat(asked.getReasons()).extracting(Reason::getPolicy).containsExactly("hate", "", "education");
    }

    @Test
    void classify_validity_isJudgedByTheTimeOfDecision() {
        RuleSet rules =
                rules(keyword("k", "judi", "gambling", BLOCK).setValidFrom(NOW).setValidUntil(NOW.plusSeconds(10)));
        UploadEvent upload = upload("judi").build();
        assertThat(classifier
                        .classify(upload, rules, Context.at(NOW.minusMillis(1)))
                        .getOutcome())
                .isEqualTo(Outcome.APPROVED);
        assertThat(classifier.classify(upload, rules, Context.at(NOW)).getOutcome())
                .isEqualTo(Outcome.BLOCKED);
        assertThat(classifier
                        .classify(upload, rules, Context.at(NOW.plusSeconds(10)))
                        .getOutcome())
                .isEqualTo(Outcome.APPROVED);
    }

    @Test
    void classify_shadow_isListedAndChangesNothing() {
        RuleSet rules = rules(keyword("k", "judi", "gambling", BLOCK)
                .setMode(RuleMode.SHADOW)
                .setLabels(List.of("x"))
                .setMinimumAge(18));
        ModerationDecision decision = decide(upload("judi"), rules);
        assertThat(decision.getOutcome()).isEqualTo(Outcome.APPROVED);
        assertThat(decision.getMinimumAge()).isZero();
        assertThat(decision.getLabels()).isEmpty();
        assertThat(decision.getReasons()).isEmpty();
        assertThat(decision.getKeywordMatches())
                .extracting(KeywordMatch::getMode)
                .containsExactly(RuleMode.SHADOW);
    }

    @Test
    void classify_off_isNotLookedFor() {
        RuleSet rules = rules(keyword("k", "judi", "gambling", BLOCK).setMode(RuleMode.OFF));
        assertThat(decide(upload("judi"), rules).getKeywordMatches()).isEmpty();
    }

    @Test
    void classify_positivePolicy_labelsAndPromotesButNeverOutweighs() {
        RuleSet rules = rules(
                keyword("e", "belajar", "education", LABEL).setLabels(List.of("edukasi")),
                keyword("g", "judi", "gambling", REVIEW));
        ModerationDecision good = decide(upload("belajar matematika"), rules);
        assertThat(good.getPromote()).isTrue();
        assertThat(good.getLabels()).containsExactly("edukasi");
        ModerationDecision mixed = decide(upload("belajar judi"), rules);
        assertThat(mixed.getOutcome()).isEqualTo(Outcome.REVIEW);
        assertThat(mixed.getPromote()).isFalse();
    }

    @Test
    void classify_incomplete_isNeverApproved() {
        RuleSet rules = rules(keyword("g", "judi", "gambling", BLOCK));
        ModerationDecision decision = decide(upload("halo").setComplete(false), rules);
        assertThat(decision.getOutcome()).isEqualTo(Outcome.REVIEW);
        assertThat(decision.getGaps()).extracting(Gap::getKind).containsExactly(GapKind.INCOMPLETE);
        assertThat(decide(upload("judi").setComplete(false), rules).getOutcome())
                .isEqualTo(Outcome.BLOCKED);
    }

    @Test
    void classify_unknownKindOfEvent_goesToReview() {
        assertThat(decide(upload("halo").setKind(UploadKind.UNKNOWN), rules()).getOutcome())
                .isEqualTo(Outcome.REVIEW);
    }

    @Test
    void classify_blankEventId_countsAsMissing() {
        assertThat(decide(upload("halo").setEventId(" "), rules()).getTriggerId())
                .isEqualTo("c1/0");
    }

    @Test
    void classify_unknownFieldOrKindOfMedium_goesToReview() {
        UploadText text = new UploadText(TextField.UNKNOWN, null, "halo");
        UploadMedia medium = new UploadMedia(
                "m", MediaKind.UNKNOWN, null, null, List.of(hash(HashAlgorithm.MD5, bytes(16, 1))), List.of());
        ModerationDecision decision = decide(upload().setTexts(List.of(text)).setMedia(List.of(medium)), rules());
        assertThat(decision.getOutcome()).isEqualTo(Outcome.REVIEW);
        assertThat(decision.getGaps())
                .extracting(Gap::getKind)
                .containsExactly(GapKind.EVENT_UNCLEAR, GapKind.EVENT_UNCLEAR);
    }

    @Test
    void mayRestrict_whatWasNotLookedAt_countsAsRestricted() {
        RuleSet rules = rules(keyword("k", "kode", "child-safety", BLOCK));
        UploadEvent broken = upload("halo").build();
        broken.setTexts(Collections.singletonList(null));
        UploadEvent.Builder cut = upload("a ".repeat(Limits.DEFAULT.textLength()));
        assertThat(rules.mayRestrict(decide(upload("kode"), rules))).isTrue();
        assertThat(rules.mayRestrict(classifier.classify(broken, rules, Context.at(NOW))))
                .isTrue();
        assertThat(rules.mayRestrict(decide(cut, rules))).isTrue();
        assertThat(rules.mayRestrict(decide(upload("halo").setComplete(false), rules)))
                .isFalse();
        assertThat(rules.mayRestrict(decide(upload("halo"), rules))).isFalse();
    }

    @Test
    void classify_emptyText_isFine() {
        assertThat(decide(upload("", "   "), rules(keyword("g", "judi", "gambling", BLOCK)))
                        .getOutcome())
                .isEqualTo(Outcome.APPROVED);
    }

    @Test
    void classify_loneSurrogates_areFineAndOffsetsHold() {
        ModerationDecision decision =
                decide(upload("\ud83d judi \udc00"), rules(keyword("g", "judi", "gambling", BLOCK)));
        assertThat(decision.getKeywordMatches())
                .extracting(KeywordMatch::getStart, KeywordMatch::getMatchedText)
                .containsExactly(tuple(2, "judi"));
    }

    @Test
    void classify_brokenUpload_isReviewedNotThrown() {
        UploadEvent upload = upload("halo").build();
        upload.setTexts(Collections.singletonList(null));
        ModerationDecision decision = classifier.classify(upload, rules(), Context.at(NOW));
        assertThat(decision.getOutcome()).isEqualTo(Outcome.REVIEW);
        assertThat(decision.getGaps()).extracting(Gap::getKind).containsExactly(GapKind.FAILURE);
        assertThat(decide(upload("halo"), rules()).getOutcome()).isEqualTo(Outcome.APPROVED);
    }

    @Nested
    class Regions {
        private final RuleSet rules =
                rules(keyword("k", "judi", "gambling", BLOCK).setRegions(List.of("ID", "MY")));

        @Test
        void block_inItsRegion_blocks() {
            ModerationDecision decision = decide(upload("judi").setRegion("MY"), rules);
            assertThat(decision.getOutcome()).isEqualTo(Outcome.BLOCKED);
            assertThat(decision.getRestrictedRegions()).containsExactly("ID", "MY");
        }

        @Test
        void block_elsewhere_onlyRestricts() {
            ModerationDecision decision = decide(upload("judi").setRegion("US"), rules);
            assertThat(decision.getOutcome()).isEqualTo(Outcome.APPROVED);
            assertThat(decision.getRestrictedRegions()).containsExactly("ID", "MY");
            assertThat(decision.getReasons()).extracting(Reason::getPolicy).containsExactly("gambling");
            assertThat(decision.getMinimumAge()).isZero();
        }

        @Test
        void block_unknownRegion_reviews() {
            assertThat(decide(upload("judi").setRegion("ZZ"), rules).getOutcome())
                    .isEqualTo(Outcome.REVIEW);
            for (String none : List.of("Indonesia", "XX", "", "1D")) {
                assertThat(decide(upload("judi").setRegion(none), rules).getOutcome())
                        .as(none)
                        .isEqualTo(Outcome.REVIEW);
            }
        }

        @Test
        void block_smallLetters_areTheSameRegion() {
            assertThat(decide(upload("judi").setRegion("id"), rules).getOutcome())
                    .isEqualTo(Outcome.BLOCKED);
        }

        @Test
        void review_elsewhere_hasNoEffect() {
            RuleSet review = rules(keyword("k", "judi", "gambling", REVIEW).setRegions(List.of("ID")));
            assertThat(decide(upload("judi").setRegion("US"), review).getOutcome())
                    .isEqualTo(Outcome.APPROVED);
        }
    }

    @Nested
    class Allowing {
        private final Object judi = keyword("g", "judi", "gambling", BLOCK);

        @Test
        void allow_coversTheSpan_silencesThePolicy() {
            RuleSet rules =
                    rules(judi, keyword("a", "bahaya judi", "gambling", ALLOW).setAllows(List.of("gambling")));
            ModerationDecision decision = decide(upload("awas bahaya judi"), rules);
            assertThat(decision.getOutcome()).isEqualTo(Outcome.APPROVED);
            assertThat(decision.getKeywordMatches()).isEmpty();
        }

        @Test
        void allow_anotherHitRemains_stillBlocks() {
            RuleSet rules =
                    rules(judi, keyword("a", "bahaya judi", "gambling", ALLOW).setAllows(List.of("g")));
            ModerationDecision decision = decide(upload("bahaya judi, ayo judi"), rules);
            assertThat(decision.getOutcome()).isEqualTo(Outcome.BLOCKED);
            assertThat(decision.getKeywordMatches())
                    .extracting(KeywordMatch::getStart)
                    .containsExactly(17);
        }

        @Test
        void allow_namesAnotherRule_changesNothing() {
            RuleSet rules =
                    rules(judi, keyword("a", "bahaya judi", "gambling", ALLOW).setAllows(List.of("hate")));
            assertThat(decide(upload("bahaya judi"), rules).getOutcome()).isEqualTo(Outcome.BLOCKED);
        }

        @Test
        void allow_inShadow_changesNothing() {
            RuleSet rules = rules(
                    judi,
                    keyword("a", "bahaya judi", "gambling", ALLOW)
                            .setAllows(List.of("gambling"))
                            .setMode(RuleMode.SHADOW));
            assertThat(decide(upload("bahaya judi"), rules).getOutcome()).isEqualTo(Outcome.BLOCKED);
        }

        @Test
        void allow_coversANegatedPhrase_bringsNoMatchAbout() {
            RuleSet rules = rules(
                    keyword("g", "judi & !berita", "gambling", BLOCK),
                    keyword("a", "berita", "gambling", ALLOW).setAllows(List.of("gambling")));
            assertThat(decide(upload("judi", "berita"), rules).getOutcome()).isEqualTo(Outcome.APPROVED);
        }

        @Test
        void allow_unknownRegionOfUpload_doesNotApply() {
            RuleSet rules = rules(
                    judi,
                    keyword("a", "bahaya judi", "gambling", ALLOW)
                            .setAllows(List.of("gambling"))
                            .setRegions(List.of("ID")));
            assertThat(decide(upload("bahaya judi"), rules).getOutcome()).isEqualTo(Outcome.APPROVED);
            assertThat(decide(upload("bahaya judi").setRegion("ZZ"), rules).getOutcome())
                    .isEqualTo(Outcome.BLOCKED);
        }

        @Test
        void allow_byHash_silencesThatMediumOnly() {
            byte[] known = bytes(32, 5);
            RuleSet rules = rules(
                    hash("b", HashAlgorithm.PDQ, "gambling", BLOCK, known),
                    hash("a", HashAlgorithm.SHA256, "gambling", ALLOW, bytes(32, 6))
                            .setAllows(List.of("b")));
            UploadMedia allowed =
                    image("m1", hash(HashAlgorithm.PDQ, flip(known, 3)), hash(HashAlgorithm.SHA256, bytes(32, 6)));
            UploadMedia other = image("m2", hash(HashAlgorithm.PDQ, flip(known, 3)));
            assertThat(decide(upload().setMedia(List.of(allowed)), rules).getOutcome())
                    .isEqualTo(Outcome.APPROVED);
            ModerationDecision both = decide(upload().setMedia(List.of(allowed, other)), rules);
            assertThat(both.getHashMatches()).extracting(HashMatch::getMediaId).containsExactly("m2");
        }
    }

    @Nested
    class Hashes {
        @Test
        void pdq_withinTheDistance_matchesWithIt() {
            byte[] known = bytes(32, 1);
            RuleSet rules = rules(hash("h", HashAlgorithm.PDQ, "gambling", BLOCK, known));
            ModerationDecision near =
                    decide(upload().setMedia(List.of(image("m", hash(HashAlgorithm.PDQ, flip(known, 31))))), rules);
            assertThat(near.getOutcome()).isEqualTo(Outcome.BLOCKED);
            assertThat(near.getHashMatches().get(0).getDistance()).isEqualTo(31);
            ModerationDecision far =
                    decide(upload().setMedia(List.of(image("m", hash(HashAlgorithm.PDQ, flip(known, 32))))), rules);
            assertThat(far.getOutcome()).isEqualTo(Outcome.APPROVED);
        }

        @Test
        void sameHashFromTwoSources_bothReportedStrongestWins() {
            byte[] known = bytes(32, 2);
            RuleSet rules = rules(
                    hash("a", HashAlgorithm.SHA256, "gambling", REVIEW, known),
                    hash("b", HashAlgorithm.SHA256, "child-safety", BLOCK, known));
            ModerationDecision decision =
                    decide(upload().setMedia(List.of(image("m", hash(HashAlgorithm.SHA256, known)))), rules);
            assertThat(decision.getHashMatches())
                    .extracting(HashMatch::getRuleId)
                    .containsExactly("b", "a");
            assertThat(decision.getOutcome()).isEqualTo(Outcome.BLOCKED);
        }

        @Test
        void video_enoughFramesFound_matchesWithShares() {
            byte[][] bank = {bytes(32, 1), bytes(32, 2), bytes(32, 3), bytes(32, 4)};
            RuleSet rules = rules(hash("v", HashAlgorithm.VIDEO_PDQ, "gambling", BLOCK, bank));
            ModerationDecision decision =
                    decide(upload().setMedia(List.of(video("m", 90, flip(bank[0], 4), bank[1]))), rules);
            HashMatch match = decision.getHashMatches().get(0);
            assertThat(match.getUploadShare()).isEqualTo(1.0);
            assertThat(match.getBankShare()).isEqualTo(0.5);
            assertThat(match.getAlgorithm()).isEqualTo(HashAlgorithm.VIDEO_PDQ);
        }

        @Test
        void image_withoutHash_isAGap() {
            ModerationDecision decision = decide(upload("halo").setMedia(List.of(image("m9"))), rules());
            assertThat(decision.getOutcome()).isEqualTo(Outcome.REVIEW);
            assertThat(decision.getGaps())
                    .extracting(Gap::getKind, Gap::getMediaId)
                    .containsExactly(tuple(GapKind.HASH_MISSING, "m9"));
            assertThat(decision.getWhilePending()).isEqualTo(WhilePending.HOLD);
            assertThat(decision.getReasons().get(0).getTexts()).containsKeys("id", "en");
        }

        @Test
        void video_allFramesPoor_isAGap() {
            ModerationDecision decision = decide(upload().setMedia(List.of(video("m", 10, bytes(32, 1)))), rules());
            assertThat(decision.getGaps())
                    .extracting(Gap::getKind)
                    .contains(GapKind.FRAMES_UNUSABLE, GapKind.HASH_MISSING);
        }

        @Test
        void audio_withoutHash_isFine() {
            UploadMedia audio = new UploadMedia("m", MediaKind.AUDIO, null, null, List.of(), List.of());
            assertThat(decide(upload().setMedia(List.of(audio)), rules()).getOutcome())
                    .isEqualTo(Outcome.APPROVED);
        }

        @Test
        void hash_ofUnknownAlgorithm_isAGap() {
            UploadMedia image =
                    image("m", hash(HashAlgorithm.MD5, bytes(16, 1)), hash(HashAlgorithm.UNKNOWN, bytes(16, 1)));
            ModerationDecision decision = decide(upload().setMedia(List.of(image)), rules());
            assertThat(decision.getOutcome()).isEqualTo(Outcome.REVIEW);
            assertThat(decision.getGaps()).extracting(Gap::getKind).containsExactly(GapKind.HASH_MALFORMED);
        }

        @Test
        void reviewGroup_isOfWhatTellsThingsApart() {
            byte[] black = new byte[32];
            UploadMedia one = video("m", 0, black);
            UploadMedia other = video("m", 60, bytes(32, 9));
            assertThat(decide(upload().setMedia(List.of(one)), rules()).getReviewGroup())
                    .isNull();
            RuleSet known = rules(hash("v", HashAlgorithm.VIDEO_PDQ, "gambling", REVIEW, bytes(32, 9)));
            assertThat(decide(upload().setMedia(List.of(one, other)), known).getReviewGroup())
                    .startsWith("pdq:")
                    .doesNotEndWith("00000000");
        }

        @Test
        void hash_ofWrongLength_isAGap() {
            MediaHash broken = new MediaHash(HashAlgorithm.MD5, ByteBuffer.wrap(new byte[15]), null);
            ModerationDecision decision = decide(upload().setMedia(List.of(image("m", broken))), rules());
            assertThat(decision.getGaps()).extracting(Gap::getKind).contains(GapKind.HASH_MALFORMED);
        }
    }

    @Nested
    class LimitsOfLooking {
        private final Limits limits = new Limits(2, 20, 2, 2, 3, 1_000, 4);

        @Test
        void texts_beyondTheLimits_areGaps() {
            RuleSet rules = rules(limits, List.of(keyword("g", "judi", "gambling", BLOCK)));
            ModerationDecision decision = decide(upload("a", "b", "judi"), rules);
            assertThat(decision.getOutcome()).isEqualTo(Outcome.REVIEW);
            assertThat(decision.getGaps()).extracting(Gap::getKind).containsExactly(GapKind.TEXTS_CUT);
            assertThat(decide(upload("x".repeat(21)), rules).getGaps())
                    .extracting(Gap::getKind)
                    .containsExactly(GapKind.TEXT_CUT);
        }

        @Test
        void textCutInsideAWord_itsBeginningIsNoHit() {
            RuleSet rules = rules(limits, List.of(keyword("h", "ass", "gambling", BLOCK)));
            ModerationDecision inside = decide(upload("kata kata kata k assistant"), rules);
            assertThat(inside.getKeywordMatches()).isEmpty();
            assertThat(inside.getGaps()).extracting(Gap::getDetail).containsExactly("looked at 16 of 26 UTF-16 units");
            assertThat(decide(upload("kata kata kata k ass istant"), rules).getOutcome())
                    .isEqualTo(Outcome.BLOCKED);
        }

        @Test
        void tenThousandMedia_areCutAndReviewed() {
            UploadMedia medium = image("m", hash(HashAlgorithm.MD5, bytes(16, 1)));
            ModerationDecision decision = decide(upload().setMedia(Collections.nCopies(10_000, medium)), rules());
            assertThat(decision.getOutcome()).isEqualTo(Outcome.REVIEW);
            assertThat(decision.getGaps()).extracting(Gap::getKind).containsExactly(GapKind.MEDIA_CUT);
        }

        @Test
        void fiveMegabytesOfText_areCutAndReviewed() {
            ModerationDecision decision =
                    decide(upload("judi ".repeat(1_000_000)), rules(keyword("g", "judi", "gambling", LABEL)));
            assertThat(decision.getOutcome()).isEqualTo(Outcome.REVIEW);
            assertThat(decision.getMatchesTruncated()).isTrue();
            assertThat(decision.getKeywordMatches()).hasSize(100);
        }

        @Test
        void framesThatAreLikeMuchOfTheBank_areCutAndReviewed() {
            byte[] black = new byte[32];
            byte[][] known = new byte[200][];
            byte[][] uploaded = new byte[20][];
            Arrays.setAll(known, i -> flip(black, i % 30));
            Arrays.setAll(uploaded, i -> flip(black, i));
            HashRule rule =
                    hash("v", HashAlgorithm.VIDEO_PDQ, "gambling", BLOCK, known).build();
            UploadEvent.Builder upload = upload().setMedia(List.of(video("m", 100, uploaded)));
            Limits few = new Limits(10, 20, 2, 2, 100, 1_000, 4);

            ModerationDecision cut = decide(upload, rules(few, List.of(rule)));
            assertThat(cut.getOutcome()).isEqualTo(Outcome.REVIEW);
            assertThat(cut.getHashMatches()).isEmpty();
            assertThat(cut.getGaps()).singleElement().satisfies(gap -> {
                assertThat(gap.getKind()).isEqualTo(GapKind.FRAMES_CUT);
                assertThat(gap.getMediaId()).isEqualTo("m");
                assertThat(gap.getDetail()).contains("more than 1000 comparisons");
            });
            ModerationDecision whole = decide(upload, rules(rule));
            assertThat(whole.getOutcome()).isEqualTo(Outcome.BLOCKED);
            assertThat(whole.getGaps()).isEmpty();
        }

        @Test
        void imagesThatAreLikeMuchOfTheBank_keepWhatWasFoundBeforeTheLimit() {
            byte[] grey = bytes(32, 4);
            List<Object> known = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                known.add(hash("h" + i, HashAlgorithm.PDQ, "hate", REVIEW, flip(grey, i % 30)));
            }
            MediaHash hash = hash(HashAlgorithm.PDQ, grey);
            UploadEvent.Builder upload = upload().setMedia(List.of(image("a", hash), image("b", hash)));

            ModerationDecision decision = decide(upload, rules(new Limits(10, 20, 2, 2, 100, 1_000, 300), known));
            assertThat(decision.getOutcome()).isEqualTo(Outcome.REVIEW);
            assertThat(decision.getHashMatches())
                    .hasSize(200)
                    .allMatch(match -> match.getMediaId().equals("a"));
            assertThat(decision.getGaps()).singleElement().satisfies(gap -> {
                assertThat(gap.getKind()).isEqualTo(GapKind.HASHES_CUT);
                assertThat(gap.getMediaId()).isEqualTo("b");
            });
        }

        @Test
        void manyMatches_strongestAreKept() {
            RuleSet rules = rules(
                    limits,
                    List.of(keyword("weak", "a", "gambling", LABEL), keyword("strong", "zz", "gambling", BLOCK)));
            ModerationDecision decision = decide(upload("a a a a a a zz"), rules);
            assertThat(decision.getMatchesTruncated()).isTrue();
            assertThat(decision.getKeywordMatches())
                    .extracting(KeywordMatch::getRuleId)
                    .containsExactly("strong", "weak", "weak", "weak");
        }
    }

    @Nested
    class Restrictions {
        private ModerationDecision under(StandingRestriction restriction, String caption, RuleSet rules) {
            return classifier.classify(upload(caption).build(), rules, new Context(NOW, 0, restriction));
        }

        private final StandingRestriction order = StandingRestriction.newBuilder()
                .setOutcome(Outcome.REVIEW)
                .setOrigin(RestrictionOrigin.AUTHORITY)
                .setPolicy("gambling")
                .setMinimumAge(16)
                .setRestrictedRegions(List.of("SG"))
                .setLabels(List.of("order"))
                .build();

        @Test
        void standing_nothingFound_isUpheld() {
            ModerationDecision decision = under(order, "halo", rules());
            assertThat(decision.getOutcome()).isEqualTo(Outcome.REVIEW);
            assertThat(decision.getMinimumAge()).isEqualTo(16);
            assertThat(decision.getRestrictedRegions()).containsExactly("SG");
            assertThat(decision.getLabels()).containsExactly("order");
            assertThat(decision.getReasons()).extracting(Reason::getPolicy).containsExactly("gambling");
            assertThat(decision.getContext().getRestriction()).isEqualTo(order);
        }

        @Test
        void standing_somethingWorseFound_isTightened() {
            RuleSet rules = rules(keyword("g", "judi", "gambling", BLOCK));
            assertThat(under(order, "judi", rules).getOutcome()).isEqualTo(Outcome.BLOCKED);
        }

        @Test
        void standing_andAPolicyThatLeavesReviewsLive_holds() {
            RuleSet rules = rules(keyword("h", "benci", "hate", REVIEW));
            assertThat(under(order, "halo", rules).getWhilePending()).isEqualTo(WhilePending.HOLD);
            assertThat(under(order, "benci", rules).getWhilePending()).isEqualTo(WhilePending.HOLD);
            order.setOutcome(Outcome.APPROVED);
            assertThat(under(order, "benci", rules).getWhilePending()).isEqualTo(WhilePending.LIVE);
        }

        @Test
        void standing_underAPolicyWithPreservation_isPreserved() {
            order.setPolicy("child-safety");
            assertThat(under(order, "halo", rules()).getPreserveUntil()).isEqualTo("2027-11-24T08:00:00Z");
        }

        @Test
        void standing_inItsRegion_blocksAndWhereTheRegionIsUnknownReviews() {
            order.setRestrictedRegions(List.of("ID"));
            assertThat(under(order, "halo", rules()).getOutcome()).isEqualTo(Outcome.BLOCKED);
            order.setOutcome(Outcome.APPROVED);
            UploadEvent nowhere = upload("halo").setRegion("ZZ").build();
            assertThat(classifier
                            .classify(nowhere, rules(), new Context(NOW, 0, order))
                            .getOutcome())
                    .isEqualTo(Outcome.REVIEW);
        }

        @Test
        void standing_andAFailure_isUpheld() {
            order.setRestrictedRegions(List.of("ID"));
            UploadEvent broken = upload("halo").build();
            broken.setTexts(Collections.singletonList(null));
            ModerationDecision decision = classifier.classify(broken, rules(), new Context(NOW, 0, order));
            assertThat(decision.getOutcome()).isEqualTo(Outcome.BLOCKED);
            assertThat(decision.getGaps().get(0).getDetail()).contains(" at dev.saring.classify.");
        }
    }
}
