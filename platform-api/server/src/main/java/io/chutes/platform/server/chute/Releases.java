package io.chutes.platform.server.chute;

import io.chutes.platform.api.Canary;
import io.chutes.platform.api.ChuteVersion;
import io.chutes.platform.api.DeploymentPlan.ContractChange;
import io.chutes.platform.api.NewRollout;
import io.chutes.platform.api.Problem.FieldError;
import io.chutes.platform.api.Rollout;
import io.chutes.platform.api.Rollout.Cause;
import io.chutes.platform.api.Split;
import io.chutes.platform.manifest.Manifest;
import io.chutes.platform.server.event.Events;
import io.chutes.platform.server.event.Occurrence;
import io.chutes.platform.server.web.ApiException;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Makes versions of chutes, and says which of them serve. Nothing of one chute happens at once with anything else of it. */
final class Releases {
    private static final int ALL = 100;

    private final Jdbi jdbi;
    private final Chutes chutes;
    private final ImageCatalogue images;
    private final InstantSource clock;
    private final Versions versions = new Versions();
    private final Rollouts rollouts = new Rollouts();

    Releases(Jdbi jdbi, Chutes chutes, ImageCatalogue images, InstantSource clock) {
        this.jdbi = jdbi;
        this.chutes = chutes;
        this.images = images;
        this.clock = clock;
    }

    /**
     * Makes an image a version, unless it is one, and lets it serve.
     *
     * @return whether anything changed
     * @throws ApiException 422 if callers can be hurt and nobody allows it
     */
    boolean deploy(long accountId, ImageName image, Manifest manifest, boolean allowBreaking) {
        return jdbi.inTransaction(handle -> {
            long id = chutes.claim(handle, accountId, manifest.name(), clock.instant());
            Optional<Chute> before = chutes.find(handle, accountId, manifest.name());
            before.filter(_ -> !allowBreaking)
                    .ifPresent(chute -> refuseBreaking("/image", chute, changes(chute.manifest(), manifest)));
            ChuteVersion version = version(handle, accountId, id, image, manifest);
            if (before.isPresent() && before.get().traffic().versions().equals(List.of(version.version()))) {
                return false;
            }
            Cause cause = rollouts.hasServed(handle, id, version.version()) ? Cause.ROLLED_BACK : Cause.DEPLOYED;
            put(handle, accountId, manifest.name(), id, version.version(), null, cause);
            return true;
        });
    }

    /**
     * Makes an image a version of its chute, unless it is one.
     *
     * @throws ApiException 404 if there is no such chute
     */
    Made create(long accountId, ImageName image, Manifest manifest) {
        return jdbi.inTransaction(handle -> {
            Chute chute = lock(handle, accountId, manifest.name());
            boolean known = versions.of(handle, chute.id(), image).isPresent();
            return new Made(version(handle, accountId, chute.id(), image, manifest), !known);
        });
    }

    /**
     * Lets a version serve, or tries it out.
     *
     * @param expected refuses if the rollout in force is not what the caller thinks
     * @throws ApiException 404 if there is no such chute or version, 422 if that cannot be tried out, or if callers can be hurt
     *     and nobody allows it; a version that has served before may always do so again
     */
    Rollout rollOut(long accountId, String name, NewRollout wanted, Consumer<Rollout> expected) {
        return jdbi.inTransaction(handle -> {
            Chute chute = lock(handle, accountId, name);
            Rollout current = rollouts.current(handle, chute.id());
            expected.accept(current);
            if (versions.find(handle, chute.id(), wanted.version()).isEmpty()) {
                throw ApiException.notFound("Chute '%s' has no version %d".formatted(name, wanted.version()));
            }
            Canary canary = canary(wanted, current);
            if (canary == null && current.canary() == null && wanted.version() == current.version()) {
                return current;
            }
            boolean served = rollouts.hasServed(handle, chute.id(), wanted.version());
            if (!served && !Boolean.TRUE.equals(wanted.allowBreaking())) {
                Manifest manifest = versions.manifest(handle, chute.id(), wanted.version());
                refuseBreaking("/version", chute, changes(chute.manifest(), manifest));
            }
            int serving = canary == null ? wanted.version() : current.version();
            return put(handle, accountId, name, chute.id(), serving, canary, cause(canary, served));
        });
    }

    private static @Nullable Canary canary(NewRollout wanted, Rollout current) {
        int percent = Objects.requireNonNullElse(wanted.percent(), ALL);
        if (percent < 1 || percent > ALL) {
            throw ApiException.unprocessable("/percent", "range", "percent must be 1 to 100, got " + percent);
        }
        if (percent == ALL) {
            return null;
        }
        if (wanted.version() == current.version()) {
            throw ApiException.unprocessable(
                    "/version",
                    "canary",
                    "Version %d is the one that serves; try out another, or leave out percent"
                            .formatted(wanted.version()));
        }
        return new Canary(wanted.version(), percent, Objects.requireNonNullElse(wanted.split(), Split.CALLS));
    }

    private static Cause cause(@Nullable Canary canary, boolean served) {
        if (canary != null) {
            return Cause.CANARY;
        }
        return served ? Cause.ROLLED_BACK : Cause.PROMOTED;
    }

    /** The rollout in force. */
    Rollout current(Chute chute) {
        return jdbi.withHandle(handle -> rollouts.current(handle, chute.id()));
    }

    List<Rollout> rollouts(Chute chute, long before, int limit) {
        return jdbi.withHandle(handle -> rollouts.before(handle, chute.id(), before, limit));
    }

    List<ChuteVersion> versions(Chute chute, long before, int limit) {
        return jdbi.withHandle(handle -> versions.before(handle, chute.id(), before, limit));
    }

    /** What a version declared, if there is one. */
    Optional<Manifest> manifest(Chute chute, int version) {
        return jdbi.withHandle(handle -> versions.find(handle, chute.id(), version)
                .map(found -> versions.manifest(handle, chute.id(), found.version())));
    }

    private Chute lock(Handle handle, long accountId, String name) {
        return chutes.lock(handle, accountId, name).orElseThrow(() -> Chutes.absent(name));
    }

    private ChuteVersion version(Handle handle, long accountId, long chuteId, ImageName image, Manifest manifest) {
        return versions.of(handle, chuteId, image).orElseGet(() -> {
            if (!images.keep(handle, image.repository(), image.digest())) {
                throw ApiException.unprocessable(
                        "/image", "manifest", "Image %s was just deleted; push it again".formatted(image));
            }
            ChuteVersion made = versions.create(handle, chuteId, image, manifest, clock.instant());
            Events.record(
                    handle,
                    Occurrence.of(
                                    accountId,
                                    "chute.version-created",
                                    "Version %d is %s".formatted(made.version(), image))
                            .chute(manifest.name())
                            .with("version", made.version())
                            .with("image", image));
            return made;
        });
    }

    private Rollout put(
            Handle handle,
            long accountId,
            String name,
            long chuteId,
            int version,
            @Nullable Canary canary,
            Cause cause) {
        Rollout rollout = rollouts.next(handle, chuteId, version, canary, cause, clock.instant());
        Occurrence told = Occurrence.of(accountId, "chute." + type(cause), message(rollout))
                .chute(name)
                .with("rollout", rollout.number())
                .with("version", version);
        Events.record(
                handle,
                canary == null ? told : told.with("canary", canary.version()).with("percent", canary.percent()));
        return rollout;
    }

    private static String type(Cause cause) {
        return cause.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String message(Rollout rollout) {
        Canary canary = rollout.canary();
        return canary == null
                ? "Version %d gets all calls".formatted(rollout.version())
                : "Version %d gets %d %% of the %s, version %d the rest"
                        .formatted(
                                canary.version(),
                                canary.percent(),
                                canary.split().name().toLowerCase(Locale.ROOT),
                                rollout.version());
    }

    private static List<ContractChange> changes(Manifest before, Manifest after) {
        return Plans.changes(before, after);
    }

    private static void refuseBreaking(String pointer, Chute chute, List<ContractChange> changes) {
        List<ContractChange> breaking =
                changes.stream().filter(ContractChange::breaking).toList();
        if (!breaking.isEmpty()) {
            throw ApiException.unprocessable(
                    "Callers of version %d of '%s' can be hurt: %s. Keep what they rely on, or set allowBreaking"
                            .formatted(
                                    chute.version(),
                                    chute.name(),
                                    breaking.stream()
                                            .map(ContractChange::toString)
                                            .collect(Collectors.joining("; "))),
                    breaking.stream()
                            .map(change -> new FieldError(pointer, "breaking", change.toString()))
                            .toList());
        }
    }

    /**
     * A version and whether it is new.
     *
     * @param created whether there was none for its image before
     */
    record Made(ChuteVersion version, boolean created) {}
}
