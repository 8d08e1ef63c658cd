package io.chutes.processor;

import com.palantir.javapoet.TypeName;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Job;
import io.chutes.annotation.JobContext;
import io.chutes.platform.manifest.JobSpec;
import io.chutes.platform.manifest.Limits;
import io.chutes.processor.EndpointModel.Answer;
import io.chutes.processor.EndpointModel.Argument;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

/** Reads the {@code @Job} methods of a chute. */
final class JobReader {
    private final Elements elements;
    private final Types types;
    private final Members members;
    private final Complaints complaints;

    JobReader(Elements elements, Types types, Members members, Complaints complaints) {
        this.elements = elements;
        this.types = types;
        this.members = members;
        this.complaints = complaints;
    }

    List<JobModel> read() {
        List<JobModel> jobs = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (ExecutableElement method : members.methods()) {
            members.find(method, Job.class).ifPresent(annotation -> {
                jobs.add(read(method, annotation));
                if (members.find(method, Endpoint.class).isPresent()) {
                    complaints.add(
                            annotation.problem("A method is a job or an endpoint, not both: remove @Job or @Endpoint"));
                }
                if (!names.add(method.getSimpleName().toString())) {
                    complaints.at(method, "Another job is the method %s: rename one", method.getSimpleName());
                }
            });
        }
        jobs.sort(Comparator.comparing(job -> job.spec().name()));
        return jobs;
    }

    private JobModel read(ExecutableElement method, WrittenAnnotation annotation) {
        new MethodRules(members, complaints).check(method, "A job");
        Settings settings = complaints.settings(annotation);
        List<Argument> arguments = new ArgumentReader(types, members, complaints).read(method, JobContext.class);
        var bodies = new BodySchemas(elements, types, members, complaints);
        Optional<Argument> body = bodies.onlyBody(method, arguments, null);
        checkArguments(method, arguments);
        Answer answer = answer(method);
        var spec = new JobSpec(
                method.getSimpleName().toString(),
                settings.duration("timeout", Limits.JOB_TIMEOUT),
                settings.number("retries", Limits.JOB_RETRIES),
                settings.duration("resultTtl", Limits.JOB_RESULT_TTL),
                bodies.input(method, arguments, body, answer),
                bodies.output(method, answer));
        return new JobModel(spec, arguments, !(answer instanceof Answer.Empty));
    }

    private void checkArguments(ExecutableElement method, List<Argument> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            boolean fits =
                    switch (arguments.get(i)) {
                        case Argument.Body _, Argument.ListBody _, Argument.MapBody _, Argument.Call _ -> true;
                        case Argument.Text _,
                                Argument.Bytes _,
                                Argument.Upload _,
                                Argument.PathParameter _,
                                Argument.QueryParameter _ -> false;
                    };
            if (!fits) {
                complaints.at(
                        method.getParameters().get(i),
                        "A job takes a JSON body and a JobContext, got %s: wrap it in a record",
                        method.getParameters().get(i).asType());
            }
        }
    }

    private Answer answer(ExecutableElement method) {
        TypeMirror result = members.typeOf(method).getReturnType();
        if (result.getKind() == TypeKind.VOID) {
            return new Answer.Empty();
        }
        if (!new BodyTypes(types).isAnswer(result)) {
            complaints.at(
                    method,
                    "A job returns a record, sealed interface, List, Set, Map or void, got %s: wrap it in a record",
                    result);
            return new Answer.Empty();
        }
        return new Answer.Json(TypeName.get(result));
    }
}
