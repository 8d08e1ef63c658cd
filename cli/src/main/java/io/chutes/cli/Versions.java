package io.chutes.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code chutes --version} prints: of itself as its jar has it, and of the Java that runs it. */
final class Versions implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String own = Versions.class.getPackage().getImplementationVersion();
        return new String[] {
            "chutes " + (own == null ? "of a folder of classes" : own),
            "Java %s, %s, in %s"
                    .formatted(Runtime.version(), System.getProperty("java.vendor"), System.getProperty("java.home"))
        };
    }
}
