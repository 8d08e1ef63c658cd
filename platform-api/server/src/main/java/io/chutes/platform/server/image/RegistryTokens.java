package io.chutes.platform.server.image;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.chutes.platform.api.Resource;
import io.chutes.platform.api.Scope;
import io.chutes.platform.server.access.Caller;
import io.chutes.platform.server.access.Grant;
import io.chutes.platform.server.access.Principal;
import io.chutes.platform.server.web.ApiException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of a few minutes for a registry, in the form that Docker's registries read: who it is, and what he may do in which
 * repositories. A key that is revoked takes its tokens with it where this platform checks them.
 */
public final class RegistryTokens {
    static final Duration LIFE = Duration.ofMinutes(5);

    /** Who issues them, as an external registry must be told. */
    static final String ISSUER = "chutes";

    private static final String KEY = "key";
    private static final String NODE = "node";
    private static final String BEARER = "Bearer ey";

    private final SigningKey signer;
    private final String service;
    private final Function<String, Principal> holders;
    private final NodePulls pulls;
    private final InstantSource clock;

    /**
     * Tokens for one registry.
     *
     * @param service the registry's name
     * @param holders who holds a key, by its id; throws 401 if it is no longer good
     * @param pulls what nodes may pull
     */
    public RegistryTokens(
            SigningKey signer,
            String service,
            Function<String, Principal> holders,
            NodePulls pulls,
            InstantSource clock) {
        this.signer = signer;
        this.service = service;
        this.holders = holders;
        this.pulls = pulls;
        this.clock = clock;
    }

    /** The registry's name. */
    String service() {
        return service;
    }

    /** Whether an {@code Authorization} header shows a token and not a key: tokens are JSON in Base64, which begins with ey. */
    static boolean isShown(@Nullable String authorization) {
        return authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
    }

    /** A token that allows of what is asked what the caller may do. */
    String issue(Caller caller, List<TokenScope> asked) {
        return issueGranted(
                caller, asked.stream().map(scope -> scope.within(caller, pulls)).toList());
    }

    private String issueGranted(Caller caller, List<TokenScope> granted) {
        Instant now = clock.instant();
        var claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(service)
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now.minusSeconds(5)))
                .expirationTime(Date.from(now.plus(LIFE)))
                .claim("access", granted.stream().map(TokenScope::json).toList());
        switch (caller) {
            case Caller.Account(Principal principal) ->
                claims.subject(principal.account()).claim(KEY, principal.keyId());
            case Caller.Node(String name) -> claims.subject(name).claim(NODE, name);
            case Caller.Anybody _ -> throw ApiException.unauthorized("A token is for somebody with a key");
        }
        return sign(claims.build());
    }

    /** A token with which this platform itself reads a repository. */
    String forReading(String repository) {
        return issueGranted(new Caller.Node("platform"), List.of(new TokenScope(repository, List.of("pull"))));
    }

    /**
     * Who shows a token, if the header shows one.
     *
     * @throws ApiException 401 if the token is not good, or no longer
     */
    public Optional<Caller> caller(@Nullable String authorization) {
        if (authorization == null || !isShown(authorization)) {
            return Optional.empty();
        }
        JWTClaimsSet claims =
                verified(authorization.substring("Bearer ".length()).strip());
        try {
            @Nullable String node = claims.getStringClaim(NODE);
            if (node != null) {
                return Optional.of(new Caller.Node(node));
            }
            @Nullable String key = claims.getStringClaim(KEY);
            if (key == null) {
                throw notGood("it is nobody's");
            }
            Principal holder = holders.apply(key);
            return Optional.of(new Caller.Account(limited(holder, TokenScope.read(claims.getClaim("access")))));
        } catch (ParseException e) {
            throw notGood("its claims are not those of a registry token");
        }
    }

    /** A key may have been given less since the token was issued. */
    private static Principal limited(Principal holder, List<TokenScope> access) {
        List<Scope> scopes = access.stream()
                .flatMap(scope -> scope.allowed().stream()
                        .filter(action -> holder.may(Resource.IMAGES, action, scope.repository()))
                        .map(action -> new Scope(Resource.IMAGES, scope.pathIn(holder.account()), action)))
                .toList();
        return new Principal(
                holder.accountId(),
                holder.account(),
                holder.roles(),
                holder.keyId(),
                new Grant(false, scopes),
                holder.spendCap());
    }

    private String sign(JWTClaimsSet claims) {
        var header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(JOSEObjectType.JWT)
                .keyID(signer.key().getKeyID())
                .x509CertChain(signer.key().getX509CertChain())
                .build();
        var token = new SignedJWT(header, claims);
        try {
            token.sign(new ECDSASigner(signer.key()));
        } catch (JOSEException e) {
            throw new IllegalStateException("Could not sign a registry token", e);
        }
        return token.serialize();
    }

    private JWTClaimsSet verified(String text) {
        try {
            SignedJWT token = SignedJWT.parse(text);
            if (!JWSAlgorithm.ES256.equals(token.getHeader().getAlgorithm())
                    || !token.verify(new ECDSAVerifier(signer.key().toPublicJWK()))) {
                throw notGood("it is not signed by this platform");
            }
            JWTClaimsSet claims = token.getJWTClaimsSet();
            @Nullable Date expires = claims.getExpirationTime();
            if (expires == null || !clock.instant().isBefore(expires.toInstant())) {
                throw notGood("it has expired");
            }
            if (!ISSUER.equals(claims.getIssuer()) || !claims.getAudience().contains(service)) {
                throw notGood("it is for another registry");
            }
            return claims;
        } catch (ParseException | JOSEException e) {
            throw notGood("it cannot be read");
        }
    }

    private static ApiException notGood(String why) {
        return ApiException.unauthorized("The registry token is not good: " + why);
    }
}
