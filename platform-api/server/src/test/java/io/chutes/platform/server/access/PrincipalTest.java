package io.chutes.platform.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.platform.api.Action;
import io.chutes.platform.api.Resource;
import io.chutes.platform.api.Scope;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PrincipalTest {
    @Test
    void mayDoWithItsOwnWhatAScopeSaysOfEitherName() {
        for (String named : List.of("hello", "alice/hello")) {
            Principal alice = holding(named);

            assertThat(mayCall(alice, "hello")).isTrue();
            assertThat(mayCall(alice, "alice/hello")).isTrue();
            assertThat(mayCall(alice, "bob/hello")).isFalse();
            assertThat(mayCall(alice, Scope.ALL)).isFalse();
        }
        assertThat(mayCall(holding("bob/hello"), "hello")).isFalse();
        assertThat(mayCall(holding("bob/hello"), "bob/hello")).isTrue();
    }

    private static Principal holding(String id) {
        var scope = new Scope(Resource.CHUTES, id, Action.INVOKE);
        return new Principal(1, "alice", Set.of(), "k1", new Grant(false, List.of(scope)), null);
    }

    private static boolean mayCall(Principal principal, String id) {
        return principal.may(Resource.CHUTES, Action.INVOKE, id);
    }
}
