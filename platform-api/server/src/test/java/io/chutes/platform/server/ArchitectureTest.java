package io.chutes.platform.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.chutes.platform.server.key.Keys;

@AnalyzeClasses(packages = "io.chutes.platform.server", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    private static final String HERE = "io.chutes.platform.server.";

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching(HERE + "(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule STORAGE_KNOWS_NO_OTHER_PACKAGE = noClasses()
            .that()
            .resideInAPackage(HERE + "storage..")
            .should()
            .dependOnClassesThat(areInAnotherPackageThan("storage"));

    @ArchTest
    static final ArchRule ACCESS_KNOWS_NO_OTHER_PACKAGE = noClasses()
            .that()
            .resideInAPackage(HERE + "access..")
            .should()
            .dependOnClassesThat(areInAnotherPackageThan("access"));

    @ArchTest
    static final ArchRule WEB_KNOWS_ONLY_ACCESS = noClasses()
            .that()
            .resideInAPackage(HERE + "web..")
            .should()
            .dependOnClassesThat(areInAnotherPackageThan("web").and(areInAnotherPackageThan("access")));

    @ArchTest
    static final ArchRule ONLY_KEYS_AND_WEB_KNOW_WHAT_A_CALLER_SENDS_TO_BE_LET_IN = noClasses()
            .that()
            .resideOutsideOfPackages(HERE, HERE + "key..", HERE + "web..")
            .should()
            .callMethod(Keys.class, "authenticate", String.class);

    @ArchTest
    static final ArchRule ONLY_STORAGE_KNOWS_POOL_AND_MIGRATIONS = noClasses()
            .that()
            .resideOutsideOfPackage(HERE + "storage..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.zaxxer.hikari..", "org.flywaydb..");

    @ArchTest
    static void everyPackageIsNullMarked(JavaClasses classes) throws ClassNotFoundException {
        JavaPackage root = classes.getPackage("io.chutes.platform.server");
        var packages =
                root.getSubpackagesInTree().stream().map(JavaPackage::getName).toList();

        assertThat(packages)
                .contains(
                        HERE + "storage",
                        HERE + "access",
                        HERE + "web",
                        HERE + "account",
                        HERE + "key",
                        HERE + "billing",
                        HERE + "image");
        for (String name : packages) {
            assertThat(classes.contain(name + ".package-info")).as(name).isTrue();
            assertThat(classes.get(name + ".package-info").isAnnotatedWith("org.jspecify.annotations.NullMarked"))
                    .as("%s is @NullMarked", name)
                    .isTrue();
        }
    }

    @ArchTest
    static void classesWereFound(JavaClasses classes) {
        assertThat(classes.size()).isGreaterThan(25);
        assertThat(classes.contain(HERE + "billing.Ledger")).isTrue();
    }

    private static DescribedPredicate<JavaClass> areInAnotherPackageThan(String feature) {
        return DescribedPredicate.describe(
                "are in another package than " + feature,
                type -> type.getPackageName().startsWith(HERE)
                        && !type.getPackageName().equals(HERE + feature));
    }
}
