package io.chutes.platform.server.chute;

import io.chutes.platform.manifest.JobSpec;
import io.chutes.platform.manifest.Limits;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What the platform asks of the jobs of a manifest. */
final class JobRules {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]{0,127}");

    private final Complaints complaints;

    JobRules(Complaints complaints) {
        this.complaints = complaints;
    }

    void check(List<JobSpec> jobs) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < jobs.size(); i++) {
            JobSpec job = jobs.get(i);
            String pointer = "/jobs/" + i;
            complaints.form(
                    pointer + "/name",
                    job.name(),
                    NAME.matcher(job.name()).matches(),
                    "the name of a Java method of at most 128 ASCII characters");
            if (!names.add(job.name())) {
                complaints.add(pointer + "/name", "uniqueItems", "two jobs have the name '%s'".formatted(job.name()));
            }
            complaints.range(pointer + "/timeout", job.timeout(), Limits.JOB_TIMEOUT);
            complaints.range(pointer + "/retries", job.retries(), Limits.JOB_RETRIES);
            complaints.range(pointer + "/resultTtl", job.resultTtl(), Limits.JOB_RESULT_TTL);
        }
    }
}
