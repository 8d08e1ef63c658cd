package io.chutes.processor;

import io.chutes.annotation.Chute;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.FilerException;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.util.ElementFilter;
import javax.tools.Diagnostic;

/** Checks every chute of a compilation, all its mistakes at once, and writes the routes, manifest and client of those without. */
public final class ChuteProcessor extends AbstractProcessor {
    /** Chutes with mistakes, which are told at the end: what one of them misses, another processor may write till then. */
    private final List<String> unfinished = new ArrayList<>();

    /** A processor, as javac makes it. */
    public ChuteProcessor() {}

    @Override
    public Set<String> getSupportedAnnotationTypes() {
        return StrayReader.ANNOTATIONS.stream().map(Class::getCanonicalName).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        // Once for all of them, and not at all in the rounds of what was generated.
        Set<? extends Element> annotated = annotations.isEmpty()
                ? Set.of()
                : round.getElementsAnnotatedWithAny(annotations.toArray(TypeElement[]::new));
        var strays = new StrayReader(processingEnv.getElementUtils(), processingEnv.getTypeUtils());
        strays.read(annotated).forEach(this::report);
        for (TypeElement type : chutes(annotated)) {
            try {
                Reading reading = isRejectedByJavac(type) ? new Reading.Invalid(List.of()) : read(type);
                switch (reading) {
                    case Reading.Valid(ChuteModel chute) -> write(chute, type);
                    case Reading.Invalid(List<Problem> problems)
                    when round.processingOver() -> problems.forEach(this::report);
                    case Reading.Invalid _ ->
                        unfinished.add(type.getQualifiedName().toString());
                }
            } catch (RuntimeException bug) {
                var trace = new StringWriter();
                bug.printStackTrace(new PrintWriter(trace));
                report(new Problem("A bug of the chutes processor, please report it: " + trace, type, null, null));
            }
        }
        return false;
    }

    /** A class that extends itself, say: javac says what is wrong with it. */
    private static boolean isRejectedByJavac(TypeElement type) {
        return type.asType().getKind() != TypeKind.DECLARED
                || type.getSuperclass().getKind() == TypeKind.ERROR;
    }

    /** Those that this round has, and those that were not right in the one before. */
    private List<TypeElement> chutes(Set<? extends Element> annotated) {
        List<TypeElement> chutes = new ArrayList<>();
        for (String name : unfinished) {
            TypeElement again = processingEnv.getElementUtils().getTypeElement(name);
            if (again != null) {
                chutes.add(again);
            }
        }
        unfinished.clear();
        ElementFilter.typesIn(annotated).stream()
                .filter(type -> WrittenAnnotation.isOn(type, Chute.class))
                .forEach(chutes::add);
        return chutes;
    }

    private Reading read(TypeElement type) {
        var complaints = new Complaints(type);
        try {
            return new ChuteReader(processingEnv.getElementUtils(), processingEnv.getTypeUtils(), complaints)
                    .read(type);
        } catch (UnresolvedValueException e) {
            complaints.add(e.problem());
            return new Reading.Invalid(complaints.all());
        }
    }

    private void write(ChuteModel chute, TypeElement type) {
        try {
            if (writeRoutes(chute, type)) {
                writeManifest(chute, type);
                writeClient(chute, type);
            }
        } catch (IOException e) {
            report(new Problem("Could not write what belongs to this chute: " + e.getMessage(), type, null, null));
        }
    }

    private boolean writeRoutes(ChuteModel chute, TypeElement type) throws IOException {
        try {
            RoutesWriter.write(chute, type, processingEnv.getFiler());
            return true;
        } catch (FilerException e) {
            report(Problem.at(
                    type,
                    "The routes of this chute would be the class %s, which exists: rename one",
                    chute.routesClass().simpleName()));
            return false;
        }
    }

    private void writeManifest(ChuteModel chute, TypeElement type) throws IOException {
        try {
            ManifestWriter.write(chute, type, processingEnv.getFiler());
            OpenApiWriter.write(chute, type, processingEnv.getFiler());
        } catch (FilerException e) {
            report(Problem.at(
                    type,
                    "Another chute of this compilation is named '%s': names are unique",
                    chute.manifest().name()));
        }
    }

    /** Only where the classes it is made of are there: a chute that nobody calls from Java needs none. */
    private void writeClient(ChuteModel chute, TypeElement type) throws IOException {
        var elements = processingEnv.getElementUtils();
        if (elements.getTypeElement(ClientWriter.CHUTE_CLIENT.canonicalName()) == null) {
            return;
        }
        List<ClientMethods> endpoints = ClientMethods.of(chute);
        List<String> clashes = ClientClashes.in(chute, endpoints);
        clashes.forEach(clash -> report(Problem.at(type, "%s", clash)));
        try {
            if (clashes.isEmpty()) {
                ClientWriter.write(chute, endpoints, type, processingEnv.getFiler());
            }
        } catch (FilerException e) {
            report(Problem.at(
                    type,
                    "The client of this chute would be the class %s, which exists: rename one",
                    ClientWriter.name(chute).simpleName()));
        }
    }

    private void report(Problem problem) {
        processingEnv
                .getMessager()
                .printMessage(
                        Diagnostic.Kind.ERROR,
                        problem.message(),
                        problem.element(),
                        problem.annotation(),
                        problem.value());
    }
}
