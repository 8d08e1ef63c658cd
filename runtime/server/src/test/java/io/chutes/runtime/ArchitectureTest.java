package io.chutes.runtime;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;

@AnalyzeClasses(packages = "io.chutes.runtime", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static void classesWereFound(JavaClasses found) {
        assertThat(found).hasSizeGreaterThan(15);
    }

    @ArchTest
    static void everyPackageIsNullMarked(JavaClasses found) {
        assertThat(found.getPackage("io.chutes.runtime").getSubpackagesInTree())
                .allSatisfy(subpackage ->
                        assertThat(subpackage.isAnnotatedWith(NullMarked.class)).isTrue());
        assertThat(found.getPackage("io.chutes.runtime").isAnnotatedWith(NullMarked.class))
                .isTrue();
    }

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.chutes.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule whatGeneratedCodeCallsKnowsNoServer = noClasses()
            .that()
            .resideInAPackage("io.chutes.runtime.spi..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..", "com.fasterxml..", "io.chutes.runtime");
}
