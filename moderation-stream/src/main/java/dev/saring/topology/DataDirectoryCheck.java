package dev.saring.topology;

import dev.saring.config.Settings;
import java.util.List;

/** Whether the data directory can be written to and is of this release's layout. */
final class DataDirectoryCheck implements StartCheck {
    private final DataDirectory directory;

    DataDirectoryCheck(Settings settings) {
        this.directory = new DataDirectory(settings);
    }

    @Override
    public String subject() {
        return "data";
    }

    @Override
    public List<Finding> look() {
        return directory.problem().map(Finding::stopping).stream().toList();
    }
}
