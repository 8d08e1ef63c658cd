package io.chutes.samples;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The boundaries between modules, as the design draws them; all classes of the repository, tests left out. */
@AnalyzeClasses(packages = "io.chutes", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final DescribedPredicate<JavaClass> OURS_OR_LIBRARY =
            JavaClass.Predicates.resideOutsideOfPackage("java..");

    @ArchTest
    static void everyModuleWasFound(JavaClasses found) {
        assertThat(found).hasSizeGreaterThan(150);
        for (String home : new String[] {
            "io.chutes.annotation",
            "io.chutes.processor",
            "io.chutes.json",
            "io.chutes.runtime",
            "io.chutes.client",
            "io.chutes.telemetry",
            "io.chutes.testing",
            "io.chutes.platform.manifest",
            "io.chutes.platform.api",
            "io.chutes.platform.client",
            "io.chutes.platform.server",
            "io.chutes.platform.node",
            "io.chutes.cli",
            "io.chutes.template.embedding",
            "io.chutes.template.llm",
            "io.chutes.template.torch"
        }) {
            assertThat(found.that(JavaClass.Predicates.resideInAPackage(home)))
                    .as("classes of " + home)
                    .isNotEmpty();
        }
    }

    @ArchTest
    static final ArchRule annotationsKnowNothing = noClasses()
            .that()
            .resideInAPackage("io.chutes.annotation..")
            .should()
            .dependOnClassesThat(OURS_OR_LIBRARY.and(
                    JavaClass.Predicates.resideOutsideOfPackages("io.chutes.annotation..", "org.jspecify..")));

    @ArchTest
    static final ArchRule whatBothEndsOfACallReadByKnowsTheAnnotationsAndJacksonAlone = noClasses()
            .that()
            .resideInAPackage("io.chutes.json..")
            .should()
            .dependOnClassesThat(OURS_OR_LIBRARY.and(JavaClass.Predicates.resideOutsideOfPackages(
                    "io.chutes.json..", "io.chutes.annotation..", "com.fasterxml.jackson..", "org.jspecify..")));

    @ArchTest
    static final ArchRule theContractKnowsJacksonAndItselfAlone = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.chutes.platform.digest..",
                    "io.chutes.platform.manifest..",
                    "io.chutes.platform.price..",
                    "io.chutes.platform.api..",
                    "io.chutes.platform.fleet..")
            .should()
            .dependOnClassesThat(OURS_OR_LIBRARY.and(JavaClass.Predicates.resideOutsideOfPackages(
                    "io.chutes.platform.digest..",
                    "io.chutes.platform.manifest..",
                    "io.chutes.platform.price..",
                    "io.chutes.platform.api..",
                    "io.chutes.platform.fleet..",
                    "com.fasterxml.jackson..",
                    "org.jspecify..")));

    @ArchTest
    static final ArchRule oneModuleCallsLibtorch = noClasses()
            .that()
            .resideOutsideOfPackage("io.chutes.template.torch..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl..");

    @ArchTest
    static final ArchRule nothingDependsOnTheEnds = noClasses()
            .that()
            .resideOutsideOfPackages("io.chutes.cli..", "io.chutes.samples..", "io.chutes.template..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.chutes.cli..", "io.chutes.samples..", "io.chutes.template..");

    @ArchTest
    static final ArchRule onlyTheEmbeddedPlatformStartsTheServer = noClasses()
            .that()
            .resideOutsideOfPackages("io.chutes.cli.embedded..", "io.chutes.platform.server..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.chutes.platform.server..");

    @ArchTest
    static final ArchRule onlyTheEmbeddedPlatformAndTheNodesCommandStartNodes = noClasses()
            .that()
            .resideOutsideOfPackages("io.chutes.cli.embedded..", "io.chutes.cli.node..", "io.chutes.platform.node..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.chutes.platform.node..");

    @ArchTest
    static final ArchRule serverAndNodeMeetOnTheWireOnly = noClasses()
            .that()
            .resideInAPackage("io.chutes.platform.server..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.chutes.platform.node..",
                    "io.chutes.platform.client..",
                    "io.chutes.json..",
                    "io.chutes.runtime..",
                    "io.chutes.client..");

    @ArchTest
    static final ArchRule theRuntimeKnowsNoPlatform = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.chutes.json..",
                    "io.chutes.runtime..",
                    "io.chutes.telemetry..",
                    "io.chutes.client..",
                    "io.chutes.testing..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.chutes.platform..", "io.chutes.processor..");

    @ArchTest
    static final ArchRule whatGeneratedCodeCallsKnowsNoServer = noClasses()
            .that()
            .resideInAPackage("io.chutes.runtime.spi..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..", "com.fasterxml..");

    @ArchTest
    static final ArchRule onlyTelemetryKnowsOpenTelemetry = noClasses()
            .that()
            .resideOutsideOfPackage("io.chutes.telemetry..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.opentelemetry..");

    @ArchTest
    static final ArchRule onlyTheImageBuilderKnowsJib = noClasses()
            .that()
            .resideOutsideOfPackage("io.chutes.cli.image..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.google.cloud.tools.jib..");

    /** The root package of a module composes the others, and holds the exception that theirs extend. */
    @ArchTest
    static final ArchRule packagesFormNoCycles = slices().matching("io.chutes.(**)")
            .should()
            .beFreeOfCycles()
            .ignoreDependency(DescribedPredicate.alwaysTrue(), HasName.Predicates.nameMatching(".*Exception"));

    @ArchTest
    static final ArchRule everyPackageIsNullMarked = classes()
            .that()
            .haveSimpleName("package-info")
            .should()
            .beAnnotatedWith("org.jspecify.annotations.NullMarked");

    @ArchTest
    static final ArchRule nothingHidesBehindAnEmptyName = noClasses()
            .should()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .resideInAnyPackage("..util..", "..common..", "..helper..", "..misc..");
}
