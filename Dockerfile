FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=1 go build -trimpath -buildvcs=false -ldflags="-s -w" -o /out/tongbao ./server

# No older than the golang image's Debian: the program is linked to its libc.
FROM debian:trixie-slim
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin tongbao \
	&& install -d -o tongbao -g tongbao /data
WORKDIR /app
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /out/tongbao ./
COPY templates/fonts/gpl ./templates/fonts/gpl
USER tongbao
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=6s --start-period=20s \
	CMD ["/app/tongbao", "health", "--addr", "127.0.0.1:8080"]
ENTRYPOINT ["/app/tongbao"]
CMD ["serve", "--addr", "0.0.0.0:8080", "--insecure-no-accounts", "--data", "/data"]
