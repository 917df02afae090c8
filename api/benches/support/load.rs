//! A closed loop: so many callers, each on a connection of its own, each asking again as soon as it is answered. As
//! light as can be, because it takes its time from the same cores as the server.

use serde_json::Value;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A request as it goes over the wire.
#[derive(Clone)]
pub struct Request(Arc<[u8]>);

impl Request {
    pub fn post(path: &str, token: Option<&str>, body: &Value) -> Self {
        let body = body.to_string();
        let bearer = token
            .map(|token| format!("authorization: Bearer {token}\r\n"))
            .unwrap_or_default();
        let length = body.len();
        let text = format!(
            "POST {path} HTTP/1.1\r\nhost: hub\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n{bearer}\r\n{body}"
        );
        Request(text.into_bytes().into())
    }
}

/// How many answers came, and in how many seconds, while `callers` asked for these requests in turn.
pub async fn turn(address: SocketAddr, requests: &[Request], callers: usize, time: Duration) -> (usize, f64) {
    let next = Arc::new(AtomicUsize::new(0));
    let requests: Arc<[Request]> = requests.into();
    let start = Instant::now();
    let calling =
        (0..callers).map(|_| tokio::spawn(call(address, Arc::clone(&requests), Arc::clone(&next), start + time)));
    let answered: usize = futures::future::join_all(calling)
        .await
        .into_iter()
        .map(Result::unwrap)
        .sum();
    (answered, start.elapsed().as_secs_f64())
}

async fn call(address: SocketAddr, requests: Arc<[Request]>, next: Arc<AtomicUsize>, end: Instant) -> usize {
    let mut connection = Connection::open(address).await;
    let mut answered = 0;
    while Instant::now() < end {
        let turn = next.fetch_add(1, Ordering::Relaxed) % requests.len();
        connection.ask(&requests[turn]).await;
        answered += 1;
    }
    answered
}

/// One answer's body.
pub async fn answer(address: SocketAddr, request: &Request) -> Vec<u8> {
    Connection::open(address).await.ask(request).await.to_vec()
}

struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    async fn open(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).await.unwrap();
        stream.set_nodelay(true).unwrap();
        Connection {
            stream,
            buffer: Vec::with_capacity(64 * 1024),
        }
    }

    async fn ask(&mut self, request: &Request) -> &[u8] {
        self.stream.write_all(&request.0).await.unwrap();
        self.buffer.clear();
        let (from, to) = loop {
            assert!(
                self.stream.read_buf(&mut self.buffer).await.unwrap() > 0,
                "the server hung up"
            );
            if let Some(body) = body(&self.buffer) {
                break body;
            }
        };
        let head = String::from_utf8_lossy(&self.buffer[..from]);
        assert!(
            head.starts_with("HTTP/1.1 200"),
            "{head}{}",
            String::from_utf8_lossy(&self.buffer[from..])
        );
        &self.buffer[from..to]
    }
}

/// Where the body begins and ends, once it is there whole.
fn body(received: &[u8]) -> Option<(usize, usize)> {
    let head = received.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let text = std::str::from_utf8(&received[..head]).ok()?;
    let length = text.lines().find_map(|line| {
        line.to_ascii_lowercase()
            .strip_prefix("content-length:")
            .map(|n| n.trim().parse::<usize>())
    });
    let end = head + length?.ok()?;
    (received.len() >= end).then_some((head, end))
}
