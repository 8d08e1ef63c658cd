package io.chutes.platform.server.chute;

import io.chutes.platform.api.ChuteScaling;
import io.chutes.platform.api.ChuteVersion;
import io.chutes.platform.api.DeploymentPlan;
import io.chutes.platform.api.DeploymentPlan.ContractChange;
import io.chutes.platform.api.InstanceBounds;
import io.chutes.platform.manifest.Manifest;
import io.chutes.platform.manifest.diff.Change;
import io.chutes.platform.manifest.diff.ContractDiff;
import io.chutes.platform.price.PriceLists;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** What deployments would do, found out without doing any of it. */
final class Plans {
    private final Jdbi jdbi;
    private final Chutes chutes;
    private final PriceLists prices;
    private final InstantSource clock;
    private final Versions versions = new Versions();

    Plans(Jdbi jdbi, Chutes chutes, PriceLists prices, InstantSource clock) {
        this.jdbi = jdbi;
        this.chutes = chutes;
        this.prices = prices;
        this.clock = clock;
    }

    DeploymentPlan plan(long accountId, ImageName image, Manifest manifest) {
        var estimates = new Estimates(prices.at(clock.instant()));
        return jdbi.withHandle(handle -> {
            Optional<Chute> chute = chutes.find(handle, accountId, manifest.name());
            Optional<ChuteVersion> known = chute.flatMap(it -> versions.of(handle, it.id(), image));
            InstanceBounds bounds = chute.map(Chute::bounds).orElse(InstanceBounds.NONE);
            return new DeploymentPlan(
                    manifest.name(),
                    chute.map(Chute::version).orElse(null),
                    known.map(ChuteVersion::version).orElse(null),
                    chute.map(it -> changes(it.manifest(), manifest)).orElse(List.of()),
                    ChuteScaling.of(manifest.scaling(), bounds),
                    estimates.offers(manifest.hardware()),
                    estimates.cost(manifest.hardware(), bounds.over(manifest.scaling())));
        });
    }

    /** What is different between two versions, as callers and owners see it. */
    static List<ContractChange> changes(Manifest before, Manifest after) {
        return ContractDiff.between(before, after).stream().map(Plans::change).toList();
    }

    private static ContractChange change(Change change) {
        return new ContractChange(change.isBreaking(), change.place(), change.what());
    }
}
