package bad;

import io.chutes.annotation.Chute;

@Chute(name = "annotation")
@interface AnnotationChute {} // error: A chute must be a class, this is an annotation // error: A chute needs at least one @Endpoint or @Job method
