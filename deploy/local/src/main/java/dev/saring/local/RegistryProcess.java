package dev.saring.local;

/** The main class of a registry that runs as a process: Apicurio's own, but not longer than the process that started it. */
final class RegistryProcess {
    private static final String APICURIO = "io.quarkus.runner.GeneratedMain";

    private RegistryProcess() {}

    /** Runs a registry, whose runner jar is on the class path. */
    public static void main(String[] args) throws ReflectiveOperationException {
        ParentWatch.start();
        Class.forName(APICURIO).getMethod("main", String[].class).invoke(null, (Object) args);
    }
}
