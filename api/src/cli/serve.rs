//! `passport-hub serve`: the hub behind its address until it is told to stop.

use super::General;
use super::open;
use super::output::{Ended, Failure, OK, UNAVAILABLE, print, print_json, words_of};
use super::stop::told_to_stop;
use crate::flows::keep_up::keep_up;
use crate::flows::retention::Retention;
use crate::graphql::Gateway;
use crate::http::{Closing, HttpSettings, router};
use crate::hub::Hub;
use metrics_exporter_prometheus::PrometheusBuilder;
use std::net::SocketAddr;
use tokio::net::TcpListener;

const EXAMPLES: &str = "\
Examples:
  passport-hub serve
  PASSPORT_HUB_LISTEN=0.0.0.0:8080 DATABASE_URL=postgres://hub@localhost/hub passport-hub serve
  passport-hub serve --listen 127.0.0.1:0 --json      a free port; prints {\"url\",\"graphql\"} when ready

SIGTERM and ctrl-c let requests in flight finish, then end with code 0.
Logs go to standard error: PASSPORT_HUB_LOG=info,passport_hub=debug says which, PASSPORT_HUB_LOG_FORMAT=json how.";

/// What `serve` takes.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// Address to listen on; port 0 takes a free one [default: PASSPORT_HUB_LISTEN, or 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<String>,
}

/// Serves until it is told to stop.
pub async fn run(arguments: Arguments, general: &General) -> Ended {
    let mut settings = general.settings()?;
    settings.listen = arguments.listen.unwrap_or(settings.listen);
    let (listener, address) = listen(&settings.listen).await?;
    let hub = open::hub(&settings).await?;
    let url = url_of(address);
    if general.json {
        print_json(&serde_json::json!({"url": url, "graphql": format!("{url}/graphql")}))?;
    } else {
        print(format_args!(
            "Passport Hub answers at {url} (explorer at /, GraphQL at /graphql). Stop it with ctrl-c."
        ))?;
    }
    tracing::info!(%address, database = %settings.shown_database(), "serving");
    serve(hub, listener, settings.http, settings.retention).await;
    tracing::info!("stopped");
    Ok(OK)
}

/// Takes the address; port 0 takes a free one.
pub async fn listen(address: &str) -> Result<(TcpListener, SocketAddr), Failure> {
    let taken = async {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        Ok::<_, std::io::Error>((listener, address))
    };
    taken.await.map_err(|error| {
        Failure::new(
            UNAVAILABLE,
            format_args!("cannot listen on {address}: {}", words_of(&error)),
        )
        .hint("Choose another with --listen or PASSPORT_HUB_LISTEN; 127.0.0.1:0 takes a free port.")
    })
}

/// Where a browser on this machine finds the hub: an address that means "all" is reached at the local one.
pub fn url_of(address: SocketAddr) -> String {
    let port = address.port();
    match address {
        SocketAddr::V4(v4) if v4.ip().is_unspecified() => format!("http://127.0.0.1:{port}"),
        SocketAddr::V6(v6) if v6.ip().is_unspecified() => format!("http://[::1]:{port}"),
        address => format!("http://{address}"),
    }
}

/// Answers on `listener` until ctrl-c or SIGTERM.
pub async fn serve(hub: Hub, listener: TcpListener, settings: HttpSettings, rules: Retention) {
    let closing = Closing::default();
    let limits = settings.limits.clone();
    let _keeping = keep_up(&hub, rules);
    let router = router(Gateway::new(hub), settings, metrics(), closing.clone());
    crate::http::serve(listener, router, &limits, closing, told_to_stop()).await;
}

/// Writes the numbers that the hub counts; nothing where another recorder took its place.
fn metrics() -> impl Fn() -> String + Send + Sync + 'static {
    let handle = PrometheusBuilder::new().install_recorder().ok();
    if let Some(handle) = handle.clone() {
        tokio::spawn(async move {
            let mut tick = tokio::time::interval(std::time::Duration::from_secs(5));
            loop {
                tick.tick().await;
                handle.run_upkeep();
            }
        });
    }
    move || handle.as_ref().map(|handle| handle.render()).unwrap_or_default()
}
