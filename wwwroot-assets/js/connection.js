// Starts the connection of a page. Whoever was locked or signed out since the page was sent is refused it, and would be left with a page that answers nothing: it is loaded anew then, which leads to the door.

const key = "workbench.refused", again = 10_000;

function refused(problem) {
  // Not over and over, should the server refuse for another reason.
  if (!/Status code '4\d\d'/.test(String(problem)) || Date.now() - Number(sessionStorage.getItem(key) ?? 0) < again) return;
  sessionStorage.setItem(key, String(Date.now()));
  location.reload();
}

Blazor.start({
  circuit: {
    configureSignalR: builder => {
      const build = builder.build.bind(builder);
      builder.build = () => {
        const connection = build();
        const start = connection.start.bind(connection);
        connection.start = () => start().catch(problem => {
          refused(problem);
          throw problem;
        });
        return connection;
      };
    },
  },
});
