package io.chutes.cli.watch;

import io.chutes.cli.console.Output;
import io.chutes.cli.profile.Session;
import io.chutes.platform.api.ChuteAccess;
import io.chutes.platform.api.ChuteAccess.Callers;
import io.chutes.platform.api.NewShare;
import io.chutes.platform.api.Share;
import io.chutes.platform.client.PlatformClient;
import io.chutes.platform.client.Tagged;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chutes share}. */
@Command(
        name = "share",
        description =
                "Let another account call a chute, or everybody; they do nothing else with it. chutes shares list says who may.",
        footer = {"", "Examples: chutes share hello --with bob", "          chutes share hello --nobody"})
public final class ShareCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CHUTE", description = "The chute's name.")
    String chute;

    @ArgGroup(multiplicity = "1")
    Whom whom = new Whom();

    @Mixin
    Session session;

    @Mixin
    Output output;

    /** One of four. */
    static final class Whom {
        @Option(names = "--with", paramLabel = "ACCOUNT", description = "Let this account call it.")
        @Nullable String with;

        @Option(names = "--without", paramLabel = "ACCOUNT", description = "Let this account call it no longer.")
        @Nullable String without;

        @Option(names = "--everybody", description = "Let every account of the platform call it.")
        boolean everybody;

        @Option(names = "--nobody", description = "Let only those accounts call it that it is shared with one by one.")
        boolean nobody;
    }

    @Override
    public Integer call() {
        PlatformClient client = session.client();
        if (whom.with != null) {
            Share share = client.share(chute, new NewShare(whom.with));
            output.print(share, "%s may call %s", share.account(), chute);
        } else if (whom.without != null) {
            client.unshare(chute, whom.without);
            output.print(whom.without, "%s may call %s no longer", whom.without, chute);
        } else {
            Tagged<ChuteAccess> seen = client.tagged(it -> it.access(chute));
            ChuteAccess access = client.ifMatch(seen.tag())
                    .setAccess(chute, new ChuteAccess(whom.everybody ? Callers.EVERYBODY : Callers.SHARED));
            output.print(
                    access,
                    whom.everybody ? "Everybody may call %s" : "Only accounts that it is shared with may call %s",
                    chute);
        }
        return 0;
    }
}
