package dev.saring.topology;

import dev.saring.classify.policy.PolicyBook;
import dev.saring.config.SettingCatalog;
import dev.saring.config.Settings;
import dev.saring.rules.PolicyFile;
import dev.saring.rules.RuleFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Whether the policy file can be read and is right. */
final class PoliciesCheck implements StartCheck {
    private final Settings settings;

    PoliciesCheck(Settings settings) {
        this.settings = settings;
    }

    @Override
    public String subject() {
        return "policies";
    }

    @Override
    public List<Finding> look() {
        try {
            read(settings);
            return List.of();
        } catch (PipelineStartException e) {
            return e.getMessage().lines().map(Finding::stopping).toList();
        }
    }

    /** The policies that the settings name. */
    static PolicyBook read(Settings settings) throws PipelineStartException {
        String file = settings.get(SettingCatalog.POLICIES_FILE);
        try {
            return file.isEmpty() ? PolicyFile.standard() : PolicyFile.read(Path.of(file));
        } catch (RuleFileException e) {
            throw new PipelineStartException(e.getMessage(), e);
        } catch (IOException e) {
            throw new PipelineStartException(
                    "the policy file " + file + " cannot be read (" + e + "); mend saring.policies.file", e);
        }
    }
}
