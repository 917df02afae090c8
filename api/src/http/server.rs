//! The listening end: connections that say nothing are dropped, and when the hub stops, work in flight is finished.

use std::{
    convert::Infallible,
    future::Future,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use axum::{Router, body::Body, response::Response};
use hyper::{Request, body::Incoming, service::service_fn};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::conn::auto::Builder,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{sleep, timeout},
};
use tower::ServiceExt;

use super::{Closing, Limits};

/// Serves until `shutdown` is done, then stops accepting, lets work in flight finish, and closes sockets with 1001.
/// Hand in the same `closing` the router was made with.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    limits: &Limits,
    closing: Closing,
    shutdown: impl Future<Output = ()>,
) {
    let server = Arc::new(builder(limits));
    let places = Arc::new(Semaphore::new(limits.connections));
    let header_time = Duration::from_secs(limits.header_seconds);
    let mut shutdown = pin!(shutdown);
    loop {
        let (stream, place) = tokio::select! {
            next = accept(&listener, &places) => next,
            () = &mut shutdown => break,
        };
        tokio::spawn(connection(
            server.clone(),
            stream,
            router.clone(),
            header_time,
            closing.clone(),
            place,
        ));
    }
    drop(listener);
    closing.begin();
    if timeout(Duration::from_secs(limits.shutdown_seconds), closing.finished())
        .await
        .is_err()
    {
        tracing::warn!("some requests did not finish in time and were cut off");
    }
}

fn builder(limits: &Limits) -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(Duration::from_secs(limits.header_seconds))
        .max_buf_size(64 * 1024);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(100)
        .max_header_list_size(32 * 1024)
        .keep_alive_interval(Duration::from_secs(20))
        .keep_alive_timeout(Duration::from_secs(10));
    builder
}

/// Waits for a place and then for someone to fill it.
async fn accept(listener: &TcpListener, places: &Arc<Semaphore>) -> (TcpStream, Option<OwnedSemaphorePermit>) {
    let place = places.clone().acquire_owned().await.ok();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return (stream, place),
            // Out of file handles, or the caller left already: the next one may fare better.
            Err(error) => {
                tracing::debug!("no connection: {error}");
                sleep(Duration::from_millis(20)).await;
            }
        }
    }
}

async fn connection(
    server: Arc<Builder<TokioExecutor>>,
    stream: TcpStream,
    router: Router,
    header_time: Duration,
    closing: Closing,
    _place: Option<OwnedSemaphorePermit>,
) {
    let _ = stream.set_nodelay(true);
    let spoken = AtomicBool::new(false);
    let service = service_fn(|request: Request<Incoming>| {
        spoken.store(true, Ordering::Relaxed);
        let router = router.clone();
        async move {
            Ok::<Response, Infallible>(
                router
                    .oneshot(request.map(Body::new))
                    .await
                    .unwrap_or_else(|never| match never {}),
            )
        }
    });
    let mut served = pin!(server.serve_connection_with_upgrades(TokioIo::new(stream), service));
    let mut closing = closing.listen();
    // The time for headers starts when the first bytes have told the protocol; this one starts at once.
    let mut silence = pin!(sleep(header_time));
    let mut watched = true;
    loop {
        tokio::select! {
            _ = served.as_mut() => return,
            () = closing.closed() => break,
            () = &mut silence, if watched => {
                watched = false;
                if !spoken.load(Ordering::Relaxed) {
                    return;
                }
            }
        }
    }
    served.as_mut().graceful_shutdown();
    let _ = served.await;
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        sync::oneshot,
        task::JoinHandle,
        time::Instant,
    };

    use super::*;
    use crate::http::{HttpSettings, router, test_graph::TestGraph};

    async fn hub() -> (SocketAddr, oneshot::Sender<()>, JoinHandle<()>) {
        let limits = Limits {
            header_seconds: 1,
            body_seconds: 1,
            shutdown_seconds: 3,
            ..Limits::default()
        };
        let settings = HttpSettings {
            limits: limits.clone(),
            ..HttpSettings::default()
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let closing = Closing::default();
        let router = router(TestGraph::new(), settings, String::new, closing.clone());
        let served = tokio::spawn(async move {
            serve(listener, router, &limits, closing, async {
                let _ = stopped.await;
            })
            .await;
        });
        (address, stop, served)
    }

    /// Sends these bytes and reads until the hub hangs up.
    async fn raw(address: SocketAddr, bytes: &str) -> String {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(bytes.as_bytes()).await.unwrap();
        let mut heard = String::new();
        let read = timeout(Duration::from_secs(5), stream.read_to_string(&mut heard)).await;
        assert!(read.is_ok(), "the hub never hung up on {bytes:?}");
        heard
    }

    #[tokio::test]
    async fn whoever_dawdles_is_cut_off() {
        let (address, _stop, _served) = hub().await;
        let head = "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
        for (bytes, said) in [
            (String::new(), ""),
            ("P".to_owned(), ""),
            ("PRI * HTTP/2.0\r\n".to_owned(), ""),
            ("GET / HTTP/1.1\r\nHost:".to_owned(), ""),
            (format!("{head}Content-Length: 100\r\n\r\n{{"), "REQUEST_TIMEOUT"),
            (
                format!("{head}Transfer-Encoding: chunked\r\n\r\n1\r\n{{\r\n"),
                "REQUEST_TIMEOUT",
            ),
        ] {
            let heard = raw(address, &bytes).await;
            assert!(heard.contains(said), "{bytes:?} heard {heard:?}");
        }
    }

    #[tokio::test]
    async fn work_in_flight_is_finished_and_nothing_new_begun() {
        let (address, stop, served) = hub().await;
        let get = "GET /graphql?query=%7Bslow(seconds:1)%7D HTTP/1.1\r\nHost: x\r\n\r\n";
        let slow = tokio::spawn(raw(address, get));
        let stream = tokio::spawn(raw(
            address,
            "GET /graphql/stream?query=subscription%7Bforever%7D HTTP/1.1\r\nHost: x\r\n\r\n",
        ));
        sleep(Duration::from_millis(300)).await;
        let start = Instant::now();
        stop.send(()).unwrap();
        assert!(slow.await.unwrap().contains(r#"{"data":{"slow":true}}"#));
        // Cut short and not completed: its client will look for another hub.
        let heard = stream.await.unwrap();
        assert!(
            heard.contains("event: next") && !heard.contains("event: complete"),
            "{heard}"
        );
        served.await.unwrap();
        assert!(start.elapsed() < Duration::from_secs(3));
        assert!(TcpStream::connect(address).await.is_err());
    }
}
