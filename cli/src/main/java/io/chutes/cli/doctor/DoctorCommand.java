package io.chutes.cli.doctor;

import io.chutes.cli.console.ExitStatus;
import io.chutes.cli.console.Output;
import io.chutes.cli.console.Surroundings;
import io.chutes.cli.profile.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code chutes doctor}. */
@Command(
        name = "doctor",
        description = "Look whether this machine has what the commands need; exits with 1 if something fails.",
        footer = {"", "Example: chutes doctor"})
public final class DoctorCommand implements Callable<Integer> {
    @Mixin
    Session session;

    @Mixin
    Output output;

    private final Surroundings surroundings;

    DoctorCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        var machine = new Machine(surroundings.environment());
        List<Finding> findings = new ArrayList<>(
                List.of(machine.jdk(), machine.maven(), machine.docker(), machine.port(), machine.disk()));
        findings.addAll(new Reach(session).findings());
        output.print(findings, findings.stream().map(Finding::line).toList());
        boolean fails = findings.stream().anyMatch(finding -> finding.verdict() == Finding.Verdict.FAIL);
        return (fails ? ExitStatus.FAILED : ExitStatus.OK).code();
    }
}
