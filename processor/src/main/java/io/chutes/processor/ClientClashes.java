package io.chutes.processor;

import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Methods of a client that would have the same name and parameters as another. */
final class ClientClashes {
    private static final Set<String> OBJECT =
            Set.of("toString", "hashCode", "getClass", "clone", "finalize", "notify", "notifyAll", "wait");

    private ClientClashes() {}

    /** One sentence for each; none if the client can be written. */
    static List<String> in(ChuteModel chute, List<ClientMethods> endpoints) {
        Map<String, String> taken = new HashMap<>();
        OBJECT.forEach(name -> taken.put(name + "()", "a method of every object"));
        taken.put("with(" + ClientWriter.CALL_OPTIONS + ")", "the one that takes options");
        List<String> clashes = new ArrayList<>();
        for (ClientMethods endpoint : endpoints) {
            String name = endpoint.endpoint();
            for (MethodSpec method : endpoint.all()) {
                String earlier = taken.putIfAbsent(signature(method), "that of the endpoint " + name);
                if (earlier != null) {
                    clashes.add("The method %s of %s, for the endpoint %s, would also be %s: rename an endpoint"
                            .formatted(method.name(), ClientWriter.name(chute).simpleName(), name, earlier));
                }
            }
        }
        return clashes;
    }

    private static String signature(MethodSpec method) {
        return method.parameters().stream()
                .map(ParameterSpec::type)
                .map(type -> type instanceof ParameterizedTypeName generic ? generic.rawType() : type)
                .map(TypeName::toString)
                .collect(Collectors.joining(",", method.name() + "(", ")"));
    }
}
