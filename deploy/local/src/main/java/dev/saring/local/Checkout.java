package dev.saring.local;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where things are in a checkout of the project. */
public record Checkout(Path root) {
    /**
     * The checkout that the working directory is in.
     *
     * @throws IllegalStateException if it is in none
     */
    public static Checkout ofWorkingDirectory() {
        Path start = Path.of("").toAbsolutePath();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("deploy/local/pom.xml"))) {
                return new Checkout(folder);
            }
        }
        throw new IllegalStateException(start + " is in no checkout of Saring");
    }

    /**
     * The runnable jar of the application.
     *
     * @throws IllegalStateException if it has not been built
     */
    public Path jar() {
        Path jar = root.resolve("moderation-stream/target/saring.jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException(jar + " is missing: build it with mvn package");
        }
        return jar;
    }

    /** The compiled classes of this module. */
    public Path ownClasses() {
        return root.resolve("deploy/local/target/classes");
    }

    /** The rules that ship with Saring. */
    public Path starterRules() {
        return root.resolve("deploy/starter");
    }

    /** The sample uploads and what belongs to them. */
    public Path samples() {
        return root.resolve("deploy/local/samples");
    }

    /**
     * The unpacked distribution of the schema registry.
     *
     * @throws IllegalStateException if it has not been unpacked
     */
    public Path registry() {
        Path folder = root.resolve("deploy/local/target/apicurio");
        if (!Files.exists(folder)) {
            throw new IllegalStateException(folder + " is missing: unpack it with mvn package");
        }
        return folder;
    }
}
