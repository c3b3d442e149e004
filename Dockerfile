# The release image: the binary alone, which needs nothing else.
# docker run --rm -v "$PWD:/deal" -w /deal ghcr.io/engross/engross draft deal.json --to out
FROM scratch
ARG TARGETPLATFORM
COPY $TARGETPLATFORM/engross /engross
USER 65532:65532
ENTRYPOINT ["/engross"]
